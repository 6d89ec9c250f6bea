import SQLWire

extension StatementJudge {
    /// Whether MySQL commits an open transaction before the statement. Source: MySQL 8.0 Reference Manual, "Statements
    /// That Cause an Implicit Commit", and MariaDB's "SQL statements That Cause an Implicit Commit".
    var commitsImplicitly: Bool {
        guard isMySQL else { return false }
        let second = tokens.word(verbIndex + 1)
        switch tokens.word(verbIndex) {
        case "create", "drop": return !definesTemporaryTable && second != "prepare"
        case "alter", "rename", "truncate", "grant", "revoke", "optimize", "repair", "flush", "install", "uninstall":
            return true
        case "analyze", "analyse", "check": return isAboutTables(second)
        case "cache": return second == "index"
        case "load": return second == "index"
        case "import": return second == "table"
        case "change": return ["master", "replication"].contains(second)
        case "start": return ["transaction", "slave", "replica", "group_replication", "all"].contains(second)
        case "stop": return ["slave", "replica", "group_replication", "all"].contains(second)
        case "reset": return second != "persist"
        case "begin": return second != "not"
        case "lock", "unlock": return second != "instance"
        case "set": return setsCommitting
        case "shutdown", "restart": return true
        default: return false
        }
    }

    /// `CREATE OR REPLACE TEMPORARY TABLE`
    private var definesTemporaryTable: Bool {
        isWord(1, "temporary") || isWord(1, "or") && isWord(2, "replace") && isWord(3, "temporary")
    }

    private func isAboutTables(_ word: String) -> Bool {
        ["table", "tables", "local", "no_write_to_binlog", "view"].contains(word)
    }

    /// `SET autocommit = 1`, `SET PASSWORD`, and the statement inside MariaDB's `SET STATEMENT`.
    private var setsCommitting: Bool {
        if isWord(1, "password") { return true }
        if isWord(1, "statement"), level > 0,
            let marker = range.first(where: { tokens.isWord($0, "for") && tokens.depths[$0] == 0 }),
            marker + 1 < range.upperBound
        {
            return StatementJudge(tokens: tokens, range: marker + 1..<range.upperBound, level: level - 1)
                .commitsImplicitly
        }
        return setsTransaction == .ends
    }
}
