"""Reference implementations behind the course: small pure functions over torch. Import the module that you need.

* The mathematics: :mod:`objectives`, :mod:`descent`, :mod:`optimizers`, :mod:`schedules`, :mod:`softmax`, :mod:`langevin`,
  :mod:`continual`, :mod:`lenet`.
* Training: :mod:`data`, :mod:`devices`, :mod:`training`, :mod:`lessons`, :mod:`experiments`.
* What honest runs give, and what was handed in: :mod:`calibrate`, :mod:`outcomes`, :mod:`bands`, :mod:`rescore`; :mod:`bench`.
"""
