import Failures
import Foundation
import Profiles
import Secrets
import TestSupport
import Testing
import Timestamps
import TokenDelivery

@Suite struct TokenFormatTests {
    private func render(_ format: TokenFormat, _ token: SignedToken) throws -> String {
        try format.render(token, now: signedAt + 10).revealText()
    }

    @Test func `raw is only the token`() throws {
        #expect(try render(.raw, token(login(), "abc")) == "abc")
    }

    @Test func `json has the keys of the contract`() throws {
        let text = try render(.json, token(login(), "a/b\"c", credentialsEndIn: 120))
        #expect(text.hasSuffix("}\n"))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(
            Set(object.keys) == [
                "token", "cluster", "host", "port", "user", "region", "issued_at", "expires_at", "expires_in",
                "limited_by",
            ])
        #expect(object["token"] as? String == "a/b\"c")
        #expect(object["port"] as? Int == 5432)
        #expect(object["issued_at"] as? String == "2026-11-21T14:08:31Z")
        #expect(object["expires_at"] as? String == "2026-11-21T14:10:31Z")
        #expect(object["expires_in"] as? Int == 110)
        #expect(object["limited_by"] as? String == "credentials")
    }

    @Test func `a shell evaluates env to exactly the values, hostile ones too`() throws {
        let hostile = "jane'; touch pwned; echo '\n$(touch pwned2)`touch pwned3`"
        let folder = try TemporaryDirectory()
        let text = try render(
            .env, token(login(user: hostile, connectTo: "127.0.0.1:15432", caFile: "/ca bundle.pem"), "tok%2F=en"))
        let shell = try Program.run(["sh", "-c", text + "env -0"], directory: folder.path)
        let variables = shell.text.split(separator: "\0").map(String.init)
        for expected in [
            "PGHOST=orders.cluster-x1.eu-west-1.rds.amazonaws.com", "PGHOSTADDR=127.0.0.1", "PGPORT=15432",
            "PGUSER=\(hostile)",
            "PGDATABASE=orders", "PGPASSWORD=tok%2F=en", "PGSSLMODE=verify-full", "PGSSLROOTCERT=/ca bundle.pem",
        ] {
            #expect(variables.contains(expected))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test func `env for MySQL names the options that have no variable`() throws {
        let folder = try TemporaryDirectory()
        let text = try render(.env, token(login(.mysql, user: "a\ntouch pwned", caFile: "/ca.pem"), "tok"))
        let shell = try Program.run(["sh", "-c", text + "env -0"], directory: folder.path)
        #expect(shell.text.split(separator: "\0").contains("MYSQL_PWD=tok"))
        #expect(
            text.contains(
                "# mysql --enable-cleartext-plugin --ssl-mode=VERIFY_IDENTITY --user='a touch pwned' --ssl-ca='/ca.pem'\n"
            ))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test func `libpq's variables need an IP address for a tunnel's local end`() throws {
        #expect(try render(.env, token(login(connectTo: "localhost:1"))).contains("PGHOSTADDR='127.0.0.1'"))
        #expect(throws: Failure.self) { try render(.env, token(login(connectTo: "bastion:1"))) }
    }

    @Test func `variables left from another cluster have no effect`() throws {
        let before = "export PGHOSTADDR=10.0.0.1 PGSSLROOTCERT=/other PGSERVICE=x PGGSSENCMODE=prefer\n"
        let shell = try Program.run(["sh", "-c", before + render(.env, token(login())) + "env"])
        for name in ["PGHOSTADDR", "PGSSLROOTCERT", "PGSERVICE"] { #expect(!shell.text.contains(name + "=")) }
        #expect(shell.text.contains("PGGSSENCMODE=disable\n"))
    }

    @Test func `a token too long for a variable is refused`() throws {
        #expect(throws: Failure.self) { try render(.env, token(login(), String(repeating: "x", count: 131_001))) }
    }

    @Test func `localhost means TCP for the MySQL clients, too`() throws {
        for format in [TokenFormat.env, .mycnf] {
            let text = try render(format, token(login(.mysql, connectTo: "localhost:13306")))
            #expect(text.contains("127.0.0.1") && !text.contains("localhost"))
        }
    }

    @Test func `pgpass escapes characters that would end a field`() throws {
        #expect(
            try render(.pgpass, token(login(user: "a:b\\c"), "h:5432/?x"))
                == "orders.cluster-x1.eu-west-1.rds.amazonaws.com:5432:orders:a\\:b\\\\c:h\\:5432/?x\n")
        #expect(
            try render(.pgpass, token(login(database: nil, connectTo: "[::1]:15432"), "t")).contains(
                ":15432:*:jane_doe:t"))
    }

    @Test func `my_cnf has one quoted option a line`() throws {
        let text = try render(.mycnf, token(login(.mysql, user: "a\"b\\c#", caFile: "/ca.pem"), "tok%2Fen"))
        #expect(text.contains("user=\"a\\\"b\\\\c#\"\n"))
        #expect(text.contains("password=\"tok%2Fen\"\n"))
        #expect(text.contains("loose-ssl-mode=VERIFY_IDENTITY\n"))
        #expect(text.contains("[client-mariadb]\nssl-verify-server-cert\n"))
    }

    @Test func `a token that the MySQL clients would cut is refused`() throws {
        let limit = 4_094 - "password=\"\"".utf8.count
        _ = try render(.mycnf, token(login(.mysql), String(repeating: "x", count: limit)))
        let failure = #expect(throws: Failure.self) {
            try render(.mycnf, token(login(.mysql), String(repeating: "x", count: limit + 1)))
        }
        #expect(failure?.next == "--format env, which sets MYSQL_PWD")
        #expect(failure?.status == .badData)
    }

    @Test func `the other engine's formats are refused`() throws {
        #expect(throws: Failure.self) { try render(.pgpass, token(login(.mysql))) }
        #expect(throws: Failure.self) { try render(.mycnf, token(login(.postgresql))) }
    }

    @Test(arguments: [1, 1_024, 65_536])
    func `only my_cnf limits the length of a token`(count: Int) throws {
        let secret = String(repeating: "x", count: count)
        for format in TokenFormat.allCases where format != .mycnf {
            #expect(try render(format, token(login(), secret)).contains(secret))
        }
    }
}
