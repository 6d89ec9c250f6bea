import Catalog
import Failures
import SQLWire
import Testing

/// A parsed command.
func command(
    _ name: String, _ arguments: String = "", _ dialect: Dialect = .postgresql
) throws(Failure) -> WorkspaceCommand {
    try WorkspaceCommand.parse(name: name, arguments: Array(arguments.utf8), dialect: dialect).get()
}

/// The error of a command.
func refusal(_ name: String, _ arguments: String = "", _ dialect: Dialect = .postgresql) -> Failure? {
    if case .failure(let failure) = WorkspaceCommand.parse(
        name: name, arguments: Array(arguments.utf8), dialect: dialect)
    {
        return failure
    }
    return nil
}

@Suite struct CommandTests {
    static let dialects: [Dialect] = [.postgresql, .mysql]

    @Test func `commands have psql's meaning`() throws {
        #expect(try command("x") == .expanded(.toggle))
        #expect(try command("x", " on") == .expanded(.on))
        #expect(try command("x", " auto") == .expanded(.automatic))
        #expect(try command("timing", " off") == .timing(.off))
        #expect(try command("g") == .run(expanded: false, path: nil))
        #expect(try command("g", " 'my file.txt'") == .run(expanded: false, path: "my file.txt"))
        #expect(try command("gx") == .run(expanded: true, path: nil))
        #expect(try command("watch") == .watch(seconds: 2, times: nil))
        #expect(try command("watch", " 0.5") == .watch(seconds: 0.5, times: nil))
        #expect(try command("watch", " i=3 c=4") == .watch(seconds: 3, times: 4))
        #expect(try command("o") == .output(path: nil))
        #expect(try command("e") == .edit(path: nil, line: nil))
        #expect(try command("e", " 12") == .edit(path: nil, line: 12))
        #expect(try command("e", " a.sql 12") == .edit(path: "a.sql", line: 12))
        #expect(try command("c") == .use(database: nil))
        #expect(try command("c", " -") == .use(database: nil))
        #expect(try command("c", " harbor") == .use(database: "harbor"))
        #expect(try command("c", " \"My DB\"") == .use(database: "My DB"))
        #expect(try command("?", " copy") == .help(topic: "copy"))
        #expect(try command("?") == .help(topic: nil))
        #expect(refusal("help", " create table")?.next?.hasPrefix("https://www.postgresql.org/") == true)
        #expect(try command("p") == .printStatement)
        #expect(try command("s", " hist.txt") == .history(path: "hist.txt"))
        #expect(try command("conninfo") == .connectionInfo)
        #expect(try command("gdesc") == .describeResult)
    }

    @Test func `commands beyond psql's have their own meaning`() throws {
        #expect(try command("explain") == .explain(isAnalyzed: false))
        #expect(try command("explain", " ANALYZE") == .explain(isAnalyzed: true))
        #expect(try command("export", " out.csv") == .export(path: "out.csv", format: nil))
        #expect(try command("export", " out JSON") == .export(path: "out", format: "json"))
        guard case .query(let query) = try command("kill", " 123") else {
            Issue.record("nothing is asked")
            return
        }
        #expect(query.title == "\\kill 123")
        #expect(try command("kill", " 5", .mysql) == .kill(session: 5, sql: Array("KILL QUERY 5".utf8)))
    }

    @Test func `the server's own client wins where names collide`() throws {
        #expect(try command("r", "", .mysql) == .use(database: nil))
        #expect(try command("s", "", .mysql) == .connectionInfo)
        #expect(try command("u", " `my db`", .mysql) == .use(database: "my db"))
        #expect(try command("use", " harbor", .mysql) == .use(database: "harbor"))
        #expect(try command("G", "", .mysql) == .run(expanded: true, path: nil))
        #expect(try command("ego", "", .mysql) == .run(expanded: true, path: nil))
        #expect(try command("rehash", "", .mysql) == .refreshNames)
        #expect(try command("h", "", .mysql) == .help(topic: nil))
        #expect(try command("help", " watch", .mysql) == .help(topic: "watch"))
        guard case .query(let help) = try command("help", " create table", .mysql) else {
            Issue.record("HELP is the server's")
            return
        }
        #expect(help.sections.map { String(decoding: $0.sql, as: UTF8.self) } == ["HELP 'create table'"])
        for name in ["c", "r", "s"] {
            let help = try #require(CommandEntry.named(name, .mysql)?.help)
            #expect(help.contains("MySQL"), "\(help)")
        }
    }

    @Test(arguments: dialects) func `every entry of the table is found by each of its names`(_ dialect: Dialect) {
        for entry in CommandEntry.all(dialect) {
            for name in entry.names {
                #expect(CommandEntry.named(name, dialect)?.help == entry.help, "\(name)")
                #expect(CommandEntry.named("\\" + name, dialect)?.help == entry.help, "\(name)")
                for suffix in entry.suffixes {
                    #expect(CommandEntry.named(name + String(suffix), dialect)?.help == entry.help, "\(name)\(suffix)")
                }
            }
            #expect(!entry.help.hasSuffix(".") && !entry.help.isEmpty && entry.help.count <= 110, "\(entry.names)")
        }
        let names = CommandEntry.all(dialect).flatMap(\.names)
        #expect(Set(names).count == names.count, "a name is there twice")
        #expect(names.count > 30)
    }

    @Test func `letters and suffixes combine as in psql`() throws {
        for name in ["dt", "dt+", "dtS+", "dt+S", "dtv", "dtvmsiE+", "d", "d+", "dS", "dS+", "df+", "dxS+", "l+"] {
            if name == "dxS+" {
                #expect(refusal(name) != nil)
            } else {
                guard case .query = try command(name) else {
                    Issue.record("\(name)")
                    continue
                }
            }
        }
        guard case .describe(let describe) = try command("d+", " vessels") else {
            Issue.record("no description")
            return
        }
        #expect(describe.isVerbose && describe.pattern == "vessels")
    }

    @Test(arguments: [
        ("dtx", Dialect.postgresql, "dt"), ("watsh", .postgresql, "watch"), ("conifno", .postgresql, "conninfo"),
        ("exprot", .postgresql, "export"), ("tming", .mysql, "timing"), ("sorce", .mysql, "source"),
    ])
    func `an unknown command names the nearest one`(_ name: String, _ dialect: Dialect, _ nearest: String) {
        let failure = refusal(name, "", dialect)
        #expect(failure?.what == "there is no command \\\(name)")
        #expect(failure?.next?.contains("did you mean \\\(nearest)?") == true, "\(failure?.next ?? "")")
    }

    @Test func `an unknown command without a near name refers to the help`() {
        #expect(refusal("zzzzzz")?.next == "\\? lists the commands")
        #expect(refusal("")?.next?.contains("\\?") == true)
        #expect(refusal(String(repeating: "x", count: 1_000_000))?.what.count ?? 1_000 < 100)
    }

    @Test(arguments: [
        "!", "password", "prompt", "getenv", "crosstabview", "pset", "a", "lo_import", "lo_unlink", "h",
    ])
    func `an unsupported psql command is reported`(_ name: String) {
        let failure = refusal(name)
        #expect(failure?.what == "\\\(name) is psql's and not here")
        #expect(failure?.why != nil && failure?.next != nil)
    }

    @Test(arguments: ["pager", "tee", "warnings", "prompt", "system", "delimiter"])
    func `an unsupported mysql command is reported`(_ name: String) {
        #expect(refusal(name, "", .mysql)?.what == "\\\(name) is mysql's and not here")
    }

    @Test(arguments: ["dT", "dx", "dD", "gdesc", "db"])
    func `PostgreSQL's commands are refused for MySQL`(_ name: String) {
        #expect(refusal(name, "", .mysql)?.what == "\\\(name) is not for MySQL")
    }

    @Test(arguments: [
        ("x", " maybe"), ("watch", " 0"), ("watch", " -1"), ("watch", " nan"), ("watch", " 1e9"), ("watch", " c=0"),
        ("i", ""), ("e", " a b"), ("e", " a 0"), ("kill", ""), ("kill", " 0"), ("kill", " -5"), ("kill", " 1;2"),
        ("kill", " 99999999999"), ("export", ""), ("export", " a b c"), ("explain", " verbose"), ("dt", " a b"),
        ("dt", " a.b.c.d"), ("dn", " a.b"), ("o", " |less"), ("g", " |less"), ("g", " (format=csv) f"),
        ("c", " db other_user"), ("c", " host=elsewhere"), ("c", " postgres://elsewhere/db"), ("gdesc", " x"),
        ("i", " `date`"), ("sf", ""), ("sv", ""), ("w", ""),
    ])
    func `wrong arguments are refused with advice`(_ name: String, _ arguments: String) {
        let failure = refusal(name, arguments)
        #expect(failure != nil)
        #expect(failure?.why != nil)
    }

    @Test func `no input crashes the parser`() {
        let texts = [
            "", " ", "'", "\"", "`", "\\", "'\\", "'\\x", "'\\777", "a'b\"c", "\u{0}", "\u{202E}", "….…", "*.*.*", "((",
            "'\n'", "\"a\"\"b\"", "?.?", "[", "$", "é.ü", "-n", "\u{FFFD}",
        ]
        var parsed = 0
        for dialect in Self.dialects {
            for name in CommandEntry.all(dialect).flatMap(\.names) + ["", "+", "S", "S+", "d", "dd", "\\"] {
                for text in texts {
                    _ = WorkspaceCommand.parse(name: name, arguments: Array(text.utf8), dialect: dialect)
                    _ = WorkspaceCommand.parse(name: name + text, arguments: [0xFF, 0xC3], dialect: dialect)
                    parsed += 2
                }
            }
        }
        #expect(parsed > 2_000)
    }
}
