"""Drivers of other languages through a proxy: the arguments are the JSON lines that `quarterdeck proxy --json` printed."""

import asyncio
import json
import os
import sys
import threading

import asyncpg
import psycopg
import pymysql

lines = {line["engine"]: line for line in map(json.loads, sys.argv[1:])}
harbor, ferry = lines["postgresql"], lines["mysql"]


def by_psycopg(**way):
    options = {"user": harbor["user"], "dbname": harbor["database"], "connect_timeout": 20, **way}
    with psycopg.connect(**options) as connection:
        assert connection.execute("select current_user").fetchone() == (harbor["user"],)
        pid = connection.execute("select pg_backend_pid()").fetchone()[0]
        assert connection.info.backend_pid == pid
        with connection.cursor() as cursor:
            cursor.execute("create temporary table copied (a int, b text)")
            with cursor.copy("copy copied from stdin") as copy:
                for number in range(50_000):
                    copy.write_row((number, "x" * (number % 50)))
            assert cursor.execute("select count(*), sum(length(b)) from copied").fetchone() == (50_000, 1_225_000)
        # A statement that waits is cancelled by the driver's own request.
        timer = threading.Timer(0.3, connection.cancel)
        timer.start()
        try:
            connection.execute("select pg_sleep(1000)")
            raise AssertionError("not cancelled")
        except psycopg.errors.QueryCanceled:
            pass


async def by_asyncpg(**way):
    options = {"user": harbor["user"], "database": harbor["database"], "timeout": 20, **way}
    connection = await asyncpg.connect(**options)
    assert await connection.fetchval("select $1::int + 1", 41) == 42
    assert await connection.fetchval("select pg_backend_pid()") == connection.get_server_pid()
    try:
        await connection.fetchval("select pg_sleep(1000)", timeout=0.3)
        raise AssertionError("not cancelled")
    except asyncio.TimeoutError:
        pass
    assert await connection.fetchval("select 7") == 7
    await connection.close()
    pool = await asyncpg.create_pool(min_size=5, max_size=5, **options)
    assert sum(await asyncio.gather(*(pool.fetchval("select $1::int", i) for i in range(50)))) == 1_225
    await pool.close()


def by_pymysql(**way):
    connection = pymysql.connect(user=ferry["user"], database=ferry["database"], connect_timeout=20, **way)
    with connection.cursor() as cursor:
        cursor.execute("select substring_index(current_user(), '@', 1), connection_id()")
        user, identifier = cursor.fetchone()
        assert user == ferry["user"]
        # A port greets before it connects to the server, so its number is not the server's.
        assert "port" in way or identifier == connection.thread_id()
    connection.close()


by_psycopg(host=os.path.dirname(harbor["socket"]))
by_psycopg(host=harbor["host"], port=harbor["port"], password=harbor["password"], sslmode="prefer")
asyncio.run(by_asyncpg(host=os.path.dirname(harbor["socket"]), port=5432))
asyncio.run(by_asyncpg(host=harbor["host"], port=harbor["port"], password=harbor["password"], ssl="prefer"))
by_pymysql(unix_socket=ferry["socket"])
by_pymysql(host=ferry["host"], port=ferry["port"], password=ferry["password"])
print("all passed")
