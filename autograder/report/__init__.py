"""Reports: pages for students and for instructors, files of HTML that need nothing but themselves."""

from autograder.report.pages import student_page_name, write_report

__all__ = ["student_page_name", "write_report"]
