import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// A home directory and an environment that try to make a database client skip verification or connect elsewhere.
struct HostileMachine {
    let environment: [String: String]
    private let home: TemporaryDirectory

    init(_ sandbox: SandboxDescription) throws {
        home = try TemporaryDirectory()
        let files = [
            ".my.cnf": """
            [client]
            protocol=tcp
            host=127.0.0.1
            port=\(try sandbox.port("ferry"))
            ssl=0
            enable-cleartext-plugin
            """,
            ".pg_service.conf": "[evil]\nsslmode=disable\nhost=127.0.0.1\ngssencmode=prefer\n",
            ".pgpass": "*:*:*:*:secret\n", ".postgresql/root.crt": "not a certificate\n",
            ".postgresql/postgresql.crt": "not a certificate either\n", "plugins/mysql_clear_password.so": "not code\n",
            "my.cnf": "[client]\nssl=0\nssl-verify-server-cert=0\n",
        ]
        for (name, text) in files { try home.write(text, to: name) }
        environment = sandbox.env.merging([
            "HOME": home.path, "PGSSLMODE": "disable", "PGGSSENCMODE": "prefer", "PGHOSTADDR": "127.0.0.1",
            "PGSERVICE": "evil", "PGSERVICEFILE": home.path(".pg_service.conf"), "PGSSLROOTCERT": "/dev/null",
            "PGREQUIRESSL": "0", "PGSSLMINPROTOCOLVERSION": "TLSv1", "PGREQUIREAUTH": "none",
            "MARIADB_PLUGIN_DIR": home.path("plugins"), "LIBMYSQL_PLUGINS": "mysql_clear_password",
            "LIBMYSQL_ENABLE_CLEARTEXT_PLUGIN": "1", "MYSQL_HOME": home.path,
            "MARIADB_TLS_DISABLE_PEER_VERIFICATION": "1", "MYSQL_PWD": "secret", "MYSQL_TCP_PORT": "1",
        ]) { _, own in own }
    }

    func quarterdeck(_ arguments: String...) throws -> Program {
        try Program.run([Program.product("quarterdeck")] + arguments, environment: environment)
    }
}
