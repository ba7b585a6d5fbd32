"""One pair of files a revision: NNNN_name.py and NNNN_name.sql with the sections ``up`` and ``down``."""
