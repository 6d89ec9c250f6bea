import History
import TestSupport
import Testing

@Suite struct SecretWordsTests {
    @Test(arguments: [
        "ALTER USER jane PASSWORD 'hunter2'", "alter role jane with encrypted password 'md5abc'",
        "create user jane password $$x$$", "CREATE ROLE a LOGIN PASSWORD E'it\\'s'", "create user a password U&'x'",
        "CREATE USER 'a'@'%' IDENTIFIED BY 'x'", "alter user a identified with mysql_native_password as '*HASH'",
        "GRANT ALL ON *.* TO a IDENTIFIED BY PASSWORD '*X'", "create user a identified via ed25519 using 'x'",
        "SET PASSWORD FOR a = PASSWORD('x')", "set password = 'x'", "select password('x')", "select old_password('x')",
        "alter user a /* new */ password /* it's */ 'x'", "alter user a password\n\n'x'",
        "select * from dblink('host=h user=u password=p', 'select 1')", "select dblink_connect('c', 'host=h')",
        "create subscription s connection 'host=h' publication p", "alter subscription s connection 'host=h'",
        "create user mapping for u server s options (user 'u', password 'p')",
        "ALTER USER MAPPING FOR u SERVER s OPTIONS (SET password 'p')",
        "create server s foreign data wrapper f options (host 'h', password 'p')",
        "CHANGE MASTER TO MASTER_HOST='h', MASTER_PASSWORD='p'", "change replication source to source_password = 'p'",
        "call mysql.rds_set_external_master('h', 3306, 'u', 'p', 'f', 4, 0)",
        "\\connect postgres://u:p@h/db", "\\c host=h password=p", "\\connect 'host=h  password = p'",
        "select 'postgresql://u:p@h/db'", "-- mysql://root:root@h\nselect 1", "/* password=x */ select 1",
        "/*! set password = 'x' */", "/*!50000 alter user a identified by 'x' */",
        "select aws_s3.table_import_from_s3('t', '', '', 'b', 'k', 'r', 'a', 's', '')",
        "copy t from 's3://b' credentials 'aws_iam_role=x'", "unload ('x') to 's3://b' access_key_id 'x'",
        "select aws_commons.create_aws_credentials('a', 'b', '')",
        "select 'https://b.s3.amazonaws.com/k?X-Amz-Signature=abc'",
        "select '?Action=connect&X-Amz-Security-Token=x'", "select 'AKIAIOSFODNN7EXAMPLE'",
        "insert into accounts (name, password) values ('a', 'b')", "replace into t set pwd = 'x'",
        "update users set password_hash = 'x' where id = 1", "update users set password = concat('a', 'b')",
        "select * from users where password = 'x'", "select * from sessions where token = 'abc'",
        "set my.api_key = 'x'", "set session x.secret_key to 'y'", "select crypt('x', gen_salt('bf'))",
        "select pgp_sym_encrypt('x', 'k')", "select aes_decrypt(c, 'k') from t", "update t set password = 12345",
        "select 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abc'",
        "select '-----BEGIN RSA PRIVATE KEY-----'", "select '{\"password\": \"x\"}'::jsonb",
        "select \"it's\", 1; alter user a password 'x'", "alter user a identified by 'unclosed",
        "select 'a\\'; alter user a password 'x", "select `it's`; set password = 'x'",
        "update t set a = 1 where 'password'='SECRET11'", "select 'alter role x password ''sesame'''",
        "select json_object('password', 'x')", "select $$do $x$ begin alter role a password 'x'; end $x$ $$",
        "insert into jobs (sql) values ('create user a identified by ''x''')",
        "alter user a password \"x\"", "ALTER\tUSER\ta\tPASSWORD\t'x'", "# it's\nset password='x'",
    ])
    func `a statement that may carry a secret is told`(statement: String) {
        #expect(SecretWords.isSecret(statement))
    }

    @Test(arguments: [
        "select password_hash from users where id = 1", "select password from users where name = 'a'",
        "select count(*) from users where password is null and name = 'x'",
        "select * from password_resets where email = 'a@b'", "alter table users add column password text",
        "create table users (name text, password varchar(255) not null)", "show variables like 'validate_password%'",
        "alter role a password null", "alter user a password expire", "grant rds_password to a", "select 1",
        "select * from pg_settings where name = 'password_encryption'", "set password_encryption = 'scram-sha-256'",
        "create user jane identified with AWSAuthenticationPlugin as 'RDS'", "create user a with login", "",
        "select token_count, secret_santa from t where x = 'y'", "select 'https://example.com/a:b@c'",
        "select identified from animals where kind = 'x'", "select now(); -- don't forget",
        "insert into t (a, b) values ('x', 'y')", "alter subscription s enable", "drop user mapping for u server s",
        "set role 'a'", "select * from t where a = 'it''s' and b = $1", "\\d users", "\\copy t to 'f.csv' csv",
        "update t set tokens = tokens + 1", "select 'user@host:5432'", "select a from b where c ~ 'pass'",
        "select 'the password is wrong', 'try again'", "select * from t where a = 'password' and b = 'x'",
        "select 'it''s a token', 'x'", "select * from words where w in ('password_encryption', 'x')",
        "explain select * from access_keys where id = 5", "create subscription_plans (a int)",
    ])
    func `a statement without a secret is let through`(statement: String) {
        #expect(!SecretWords.isSecret(statement))
    }

    @Test func `no text at all stops it`() {
        var generator = SeededWords(seed: 7)
        for _ in 0..<20_000 { _ = SecretWords.isSecret(generator.statement()) }
    }

    @Test func `a long statement takes no longer than its length`() {
        // Quadratic work on a quarter of a megabyte would not end.
        for piece in ["'", "$a$", "/*", "password ", "a=", "://", "\\", "\"", "--", "eyJ.", "$"] {
            _ = SecretWords.isSecret(String(repeating: piece, count: 262_144 / piece.utf8.count))
        }
    }
}

private struct SeededWords {
    private var generator: SeededGenerator
    private static let pieces = [
        "password", " ", "'", "\"", "`", "$$", "$a$", "--", "\n", "/*", "*/", "\\", "=", ":", "//", "@", "set", "user",
        "identified", "by", "é", "\u{0}", "(", ")", ";", "1", "AKIA", "#", "E'", "",
    ]

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func statement() -> String {
        (0..<12).map { _ in generator.pick(SeededWords.pieces) }.joined()
    }
}
