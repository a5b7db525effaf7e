"""The two databases: how units run on SQLite and PostgreSQL, alone and beside other processes."""
