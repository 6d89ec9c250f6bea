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
        // Columns of rows.
        "insert into users(name, pw) values ('jane', 'hunter2')",
        "INSERT INTO users (name, Pw) VALUES ('a', 'b'), ('c', 'd')",
        "insert into users (\"name\", \"user_pwd\") values ('jane', 'hunter2')",
        "insert into users (pin) values (1234)",
        "insert into `users` (`name`, `pass`) values ('jane', 'hunter2')",
        "insert into t set name = 'a', passcode = 'b'",
        "insert into accounts (id, api_key, note) values (1, 'abc', '')", "replace into t (id, otp) values (1, 123456)",
        "insert into clients (id, clientSecret) values (1, 'abc')", "insert into tokens values ('abc')",
        "insert into users (name, pw_hash) select 'a', 'b'", "update users set pw = 'x' where id = 1",
        "update users set user_pass = 'x'", "update t set signing_key = 'x'", "update t set \"authToken\" = 'x'",
        "update mysql.user set authentication_string = '*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19'",
        "insert into cards (cvv) values ('123')", "select * from users where pw = 'x'",
        // Headers, command lines and addresses.
        "insert into headers values ('Authorization', 'Bearer abc')", "insert into h values ('x-api-key', 'abc')",
        "insert into h values ('Cookie', 'sid=1')", "select '{\"Authorization\": \"Bearer abc\"}'::jsonb",
        "select http_header('Authorization', 'Basic amFuZTpodW50ZXIy')", "select 'Bearer 0a1b2c3d4e5f'",
        "select 'Authorization: token 0123456789abcdef'", "copy t from program 'curl -u jane:hunter2 https://h/x'",
        "-- curl -ujane:hunter2 https://h\nselect 1", "select 'curl --user \"jane:hunter2\" https://h'",
        "\\! curl -u jane:hunter2 https://h", "select 'mysql -h h -u u -phunter2'", "\\! tool --api-key abc",
        "select 'sshpass -p hunter2 ssh h'", "select 'https://hooks.slack.com/services/T0/B0/x'",
        // Functions with keys as arguments.
        "select hmac('data', 'key', 'sha256')", "select encode(hmac('d', 'k', 'sha1'), 'hex')",
        "select vault.create_secret('abc')", "\\set dbpass hunter2", "select 1;\n\\set api_key abc",
        "\\setenv PGPASSWORD hunter2",
        "update settings set value = 'hunter2' where name = 'smtp_password'",
        "insert into users (name, pw) values ('jane', sha2('hunter2', 256))",
        "insert into settings (k, v) values ('db.password', 'x')", "select 'jdbc:mysql://h/db?user=u&password=p'",
        "select 'redis://:hunter2@h:6379'", "insert into users (id, \"passwordHash\") values (1, '\\x00ff')",
    ])
    func `a statement that may contain a secret is detected`(statement: String) {
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
    func `a statement without a secret is kept`(statement: String) {
        #expect(!SecretWords.isSecret(statement))
    }

    /// Secrets with a known shape. They are composed here, so that no scanner mistakes them for real ones.
    static let shapes: [String] = [
        "sk_" + "live_4eC39HqLyjWDarjtT1zdp7dc", "sk_" + "test_abcdefghijkl", "rk_" + "live_abcdefghijkl",
        "ghp" + "_16C7e42F292c6912E7710c838347Ae178B4a", "gho" + "_16C7e42F292c6912E7710c838347Ae178B4a",
        "github_" + "pat_11ABCDEFG0abcdefghijkl_mnopqrstuvwxyz", "xoxb" + "-123456789012-abcdefGHIJKL",
        "xoxp" + "-1-2-3-abcdef", "xapp" + "-1-A0-1-abc", "glpat" + "-ABCDEFGHIJKLMNOPQRST",
        "npm" + "_abcdefghijklmnopqrstuvwxyz0123",
        "AIza" + "SyA1234567890abcdefghijklmnopqrstuvw", "SG" + ".ngeVfQFYQlKU0ufo8x5d1A.TwL2iGABf9DHoTf9",
        "sk-" + "ant-api03-abcdefghijklmnopqrst", "sk-" + "proj-abcdefghijklmnop",
        "sk-" + "abcdefghijklmnopqrst0T3BlbkFJ",
        "AKIA" + "IOSFODNN7EXAMPLE", "ASIA" + "IOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY",
        "IQoJb3JpZ2lu" + "X2VjEJr//////////wEaCXVzLWVhc3QtMSJH", "FwoGZXIvYXdz" + "EJr//////////wEaDH",
        "eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N",
        "hvs" + ".CAESIJ0abcdefghijklmnop",
        "whsec" + "_abcdefghijkl", "shpat" + "_0123456789abcdef0123456789abcdef",
        "dop" + "_v1_0123456789abcdef0123456789abcdef",
        "pypi" + "-AgEIcHlwaS5vcmcCJDNm", "hf" + "_abcdefghijklmnop0123456789",
        "PMAK" + "-0123456789abcdef01234567-0123",
        "AGE-SECRET-" + "KEY-1QPZRY9X8GF2TVDW0S3JN54KHCE6", "LS0tLS1CRUdJTi" + "BSU0EgUFJJVkFURSBLRVkt",
        "-----BEGIN OPENSSH" + " PRIVATE KEY-----", "-----BEGIN" + " PRIVATE KEY-----\nMIIE",
        "*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19", "md5" + "0123456789abcdef0123456789abcdef",
        "$2b$12$" + "EixZaYVK1fsbw1ZfbX3OXePaWxn96p36", "$argon2id$" + "v=19$m=65536,t=3,p=4$c29tZXNhbHQ",
        "SCRAM-SHA-256$" + "4096:c2FsdA==$abc:def", "pbkdf2_sha256$" + "260000$salt$hash",
        "h.rds.amazonaws.com:5432/?Action=connect&X-Amz-Credential=x",
        // One secret for every rule of gitleaks that detects it only by its shape.
        "A3" + "-JZDE8G-6NCF10-PF91D-ODZDO-9IS0J-T9LGM", "A3" + "-JFLJOO-LQSAJ08XUI6-39ZZZ-G4ZDM-N2KHV",
        "patz13NRpZvy43dLE" + ".ad83689b7c6404ec24504be9e6bb27f3da4c5744df82fe5a58dd74787efb1e24",
        "scauth_yj1mrvnr6b7tjgiogk576cor5pbw5" + ".t58xyr.acc-j2u7tjbc2kio5ckrl5u0lxgou.p3alfdu66byp3alfdu66byp3alfdu",
        "r878" + "Q~Giu_jvosbdVf.Bcu7DiRLGIU243aaLC", "4b1d" + "gxK24VN3vjkbpSTpVnAQ79mx8f9l3YGd6omLd0",
        "v1.0" + "-1a974eed536be732abe3613a-72535505373d000ba07089a9e10effac65f794efbf0ae4fdc25d91d698934d0bbd960",
        "348524891930428" + "|pb0cc3zf57zsotal-vd6agz8jo--ufj", "fio" + "-u-_xn2i37l_o8j68_rgxco9mog___-vwnxfajk9_xh",
        "_gitlab" + "_session=gi7s69ll121kt7el372u48odg530tkmn",
        "eyJrIjoi" + "VY7qRUbUymJ932fKLhFrowkjgy8botANODQjaTG9IBhMuGM58K7LW9NhAjFhZ08XkeYU1SNCsU4Ag",
        "pat" + ".aXVTJuBFbTmHagRG4_wdPa.lDF1skpUOggcJvQaiRgVlgHJ.35wv93tHMt97ZdcPvmqu",
        "jekweorkh7gdiu.atlas" + "v1.jyd4nbfgl9yh2i93ebidemwe1k2ehdmyutlncs8c",
        "HRKU" + "-AAmnpeE4RaEMTTZ7wN_JVoidigcmZAajbzPy_mRLitNgCPccT8CJUJPc6LDF",
        "hf" + "_lbqwhqfchtlbbrhmszlgdluifkexnrlasf",
        "ico" + "-slHUkbzr5NRMPLJcYZocAzrorRavceZk",
        "s-s4t2ud" + "-ee8d2a3ea2c0dc949ba2e858cd86eff1d91c45382927847110844a1f",
        "SlDsts_1acI2JrHZmxRcKHH7hywkywtDje9M" + "_mmk", "API" + "-VEF0IERZXPQBJWHPL9QKC6GOWF",
        "pnu" + "_dPYXGiCpuOxwXmVTxxAoAqqpYJQYLsVHNOVc",
        "SG" + ".ehe41z_8f0123jv_uknptn.w7vkxb4y_nl4ydzetefr8kcvp13yd7e8ehe41z_8f01",
        "sgp" + "_local_eF7D4b9C1B3CAEA3e1E289AD531ac2Bf5AdEb9EB", "s" + ".6c0uf5cbbdtk8iloaai2w7y2",
    ]

    @Test(arguments: shapes)
    func `a secret with a known shape is detected anywhere`(secret: String) {
        for text in [
            "select '\(secret)'", "insert into t values (1, 'x', '\(secret)')",
            "update t set a = '\(secret)' where b = 1",
            "select 1 -- \(secret)\n", "/* \(secret) */ select 1", "select '{\"a\": \"\(secret)\"}'::jsonb",
            "select $$x \(secret) y$$", "select f('a=\(secret)')", "copy t from program 'run \(secret)'",
        ] {
            #expect(SecretWords.isSecret(text), "\(text)")
        }
    }

    @Test(arguments: [
        "select t1.first_column_of_many2, sk.risk-sk-1 from t1", "select 'a1b2c3d4-e5f6-7890-abcd-ef1234567890'::uuid",
        "select * from commits where sha = 'da39a3ee5e6b4b0d3255bfef95601890afd80709'",
        "select * from files where sha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'",
        "insert into users (name, email) values ('jane', 'jane@example.com')", "select md5('x'), sha256('x'::bytea)",
        "insert into users (name, pw) values ('jane', null)", "insert into users (name, pw) values ($1, $2)",
        "insert into users (name, pass) values ('jane', default)", "select * from boarding_passes where seat = '1A'",
        "insert into passengers (name, passport_no) values ('jane', 'X1')", "select 'user-agent: curl/7.88.1'",
        "select * from primary_keys where table_name = 'x'", "create index on t (key) where state = 'open'",
        "select 'https://example.com/a?page=2&sort=name'", "-- the second pass: compute totals\nselect 1",
        "update t set compass = 'north', bypass = 'no' where author = 'x'", "select 'a bearer of bad news'",
        "select * from pg_stat_activity where query like '%token%'", "select keyword, 'x' from keywords",
        "insert into tests (name, passed) values ('a', true)", "select 'basic training for sailors'",
        "select date_trunc('day', t.created_at_utc_2024) from t1 t", "insert into spins (pins) values ('x')",
        "select * from vessels where name = 'Authority'", "select pinned, opinion from posts where slug = 'a-b'",
        "alter table users drop column pw", "create table t (pw text not null, pass varchar(10))",
        "select case when pw is null then 'no' else 'yes' end from users", "grant select on users to 'jane'",
        "select length(pw) from users where name = 'x'",
        "update settings set value = 'on' where name = 'theme'", "select * from settings where name = 'smtp_password'",
        "update users set name = 'jane' where pw is not null", "select 'SELECT a FROM b WHERE c = 1'",
        "select 'arn:aws:iam::123456789012:role/reader'", "select 'i-0abcd1234ef567890', 'vpc-0a1b2c3d4e5f67890'",
        "select 'orders.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com'", "explain select 1", "vacuum t",
        "select s.a_rather_long_column_name_24 from ships s", "select s.averylongcolumnnameindeed from ships s",
        "select pat.name, sat.orbit from patients pat, satellites sat", "select 'API-reference', 'ico-file' from docs",
        "select '4b1d5f9a0c3e7b2d6f8a1c4e9b0d3f7a2c6e8b1d'", "select 1234567890123456 | 7 as flags",
        "select 'v1.0-beta', 'A3-paper' from formats", "select sc.a, ext.b.c from sc, ext",
    ])
    func `ordinary SQL stays in the history`(statement: String) {
        #expect(!SecretWords.isSecret(statement))
    }

    @Test func `no text crashes it`() {
        var generator = SeededWords(seed: 7)
        for _ in 0..<20_000 { _ = SecretWords.isSecret(generator.statement()) }
    }

    @Test func `a long statement takes linear time`() {
        // Quadratic work on a quarter of a megabyte would not end.
        for piece in [
            "'", "$a$", "/*", "password ", "a=", "://", "\\", "\"", "--", "eyJ.", "$", "sk-", "a:", "token ", "-u ",
            "insert into t (pw) values (",
            "(1,", "ghp_", "\\set pw ", "EAAA",
        ] {
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
