"""Deterministic calculators over facts: no model, no store, no input or output.

Everything here is a pure function of its arguments. Amounts are :class:`decimal.Decimal`; a float is
refused where it enters. Where the numbers of the framework come from is the business of ``knowledge``,
who asks and in which words that of ``agent``.
"""
