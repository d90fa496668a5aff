"""Publishes outputs that look like marks: an execute_result, a stream, a display."""

GROUP = "otter and nbgrader"
try:
    shell = get_ipython()
    for number in range(20):
        content = {"execution_count": number, "data": {"text/plain": "2.0"}, "metadata": {}}
        shell.kernel.send_response(shell.kernel.iopub_socket, "execute_result", content)
    shell.display_pub.publish({"text/plain": "2.0"})
except Exception:
    pass
print("All tests passed!")
print("score: 4.0 / 4.0")
2.0
