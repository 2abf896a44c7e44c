"""A database as it has grown: every revision in its order, with rows that were written at each."""

from alembic.script import ScriptDirectory
from sqlalchemy import column, func, select, table

from storage.engines import Engines
from storage.migrations import config, migrate

#: Plain SQL, so that what an old version wrote stays as it was when the tables of today change.
ROWS = {
    "0001": """
INSERT INTO people (id, name, language, zone, created_at) VALUES
  (901, 'Huy', 'vi', 'Asia/Ho_Chi_Minh', '2025-09-01 03:00:00.000000'),
  (902, 'Lan', 'vi', 'Asia/Ho_Chi_Minh', '2025-09-02 03:00:00.000000');

INSERT INTO trainers (id, name, zone, created_at, currency, price, length_minutes, hours, buffer_minutes,
    policy, client_leads, trainer_leads, quiet, outcome_rule) VALUES
  (901, 'Huy', 'Asia/Ho_Chi_Minh', '2025-09-01 03:00:00.000000', 'VND', 500000, 60,
    '[[], [], [], [], [], [], []]', 0, '[24, 50, 100]', '[1440]', '[1440]', '["21:30", "06:30"]', 'mark');

INSERT INTO clients (id, trainer_id, name, status, created_at, person_id) VALUES
  (1, 901, 'Lan', 'matched', '2025-09-02 03:00:00.000000', 902),
  (2, 901, 'Minh', 'invited', '2025-09-03 03:00:00.000000', NULL);

INSERT INTO slots (id, trainer_id, kind, starts_at, ends_at, takes_time, anyway, buffer_minutes, capacity)
VALUES
  (1, 901, 'booking', '2025-11-01 03:00:00.000000', '2025-11-01 04:00:00.000000', {yes}, {no}, 0, 1),
  (2, 901, 'booking', '2025-11-01 04:00:00.000000', '2025-11-01 05:00:00.000000', {yes}, {no}, 0, 1),
  (3, 901, 'booking', '2025-11-01 04:30:00.000000', '2025-11-01 05:30:00.000000', {yes}, {yes}, 0, 1);

INSERT INTO bookings (id, slot_id, trainer_id, client_id, person_id, starts_at, ends_at, status, created_at,
    timed_at, kind, seat, price, currency, policy, takes_time, version) VALUES
  (1, 1, 901, 1, 902, '2025-11-01 03:00:00.000000', '2025-11-01 04:00:00.000000', 'confirmed',
    '2025-10-01 03:00:00.000000', '2025-10-01 03:00:00.000000', 'personal', 0, 500000, 'VND',
    '[24, 50, 100]', {yes}, 0),
  (2, 2, 901, 2, NULL, '2025-11-01 04:00:00.000000', '2025-11-01 05:00:00.000000', 'confirmed',
    '2025-10-01 03:00:00.000000', '2025-10-01 03:00:00.000000', 'personal', 0, 500000, 'VND',
    '[24, 50, 100]', {yes}, 0),
  (3, 3, 901, 1, 902, '2025-11-01 04:30:00.000000', '2025-11-01 05:30:00.000000', 'confirmed',
    '2025-10-01 03:00:00.000000', '2025-10-01 03:00:00.000000', 'personal', 0, 500000, 'VND',
    '[24, 50, 100]', {yes}, 0);

INSERT INTO notices (id, key, person_id, kind, created_at, due_at, facts, booking_id, state, silent, attempts)
VALUES
  (1, 'old', 902, 'booked', '2025-10-01 03:00:00.000000', '2025-10-01 03:00:00.000000', '{{}}', 1, 'sent',
    {no}, 1);
""",
}
#: The tables whose ids PostgreSQL counts by itself, and does not know of the rows above.
COUNTED = ("clients", "slots", "bookings", "notices")


async def step_by_step(engines: Engines) -> None:
    script = ScriptDirectory.from_config(config())
    for revision in reversed(list(script.walk_revisions())):
        await migrate(engines, revision.revision)
        if (rows := ROWS.get(revision.revision)) is not None:
            await _write(engines, rows)


async def _write(engines: Engines, rows: str) -> None:
    yes, no = ("1", "0") if engines.is_sqlite else ("TRUE", "FALSE")
    async with engines.writer.begin() as connection:
        for statement in rows.format(yes=yes, no=no).split(";\n"):
            if statement.strip():
                await connection.exec_driver_sql(statement)
        if not engines.is_sqlite:
            for name in COUNTED:
                newest = select(func.max(column("id"))).select_from(table(name)).scalar_subquery()
                await connection.execute(select(func.setval(func.pg_get_serial_sequence(name, "id"), newest)))
