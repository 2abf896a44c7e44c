"""Where everything is kept: tables, repositories, one transaction, guards, migrations."""
