"""The words of numbers, units, periods, currencies, bounds and roles in Chinese and English: each listed once, as data.

Chinese entries are simplified; :mod:`tools.figures.text` maps traditional and full-width forms onto them.
"""
