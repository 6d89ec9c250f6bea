import Catalog
import SQLScript
import SQLWire
import Testing

@testable import Workspace

/// A backslash command after an unterminated statement leaves the statement alone, as in psql.
@Suite struct OpenStatementTests {
    /// A command line, and whether it may send the statement before it.
    struct Line: CustomTestStringConvertible {
        let dialect: Dialect
        let command: String
        let use: BufferUse
        var testDescription: String { "\(dialect) \(command)" }
    }

    /// Arguments that the commands need.
    private static let arguments = [
        "copy": "zz to /tmp/zz.csv", "export": "/tmp/zz.csv", "kill": "17", "sf": "f", "sv": "v", "ef": "f", "ev": "v",
        "i": "/tmp/f.sql", "include": "/tmp/f.sql", "ir": "/tmp/f.sql", "include_relative": "/tmp/f.sql",
        "source": "/tmp/f.sql", ".": "/tmp/f.sql", "set": "a 5", "unset": "a", "w": "/tmp/w.sql",
        "write": "/tmp/w.sql", "u": "harbor", "use": "harbor", "gset": "p_", "watch": "5", "if": "true",
        "elif": "true", "e": "/tmp/e.sql",
    ]

    /// Commands of psql and mysql that are not in the workspace's table.
    private static let others: [Dialect: String] = [
        .postgresql: """
        ! a bind bind_named C cd close_prepared copyright crosstabview d dA dAc dC dFt da dd dl dconfig encoding
        endpipeline f flush flushrequest getenv getresults H h html lo_import lo_list lo_unlink nonsense parse
        password prompt pset restrict sendpipeline setenv startpipeline syncpipeline T t unrestrict
        """,
        .mysql: "! C P R T W charset n nonsense notee nowarning pager prompt sandbox set system t tee warnings w dd b",
    ]

    static let lines: [Line] = [Dialect.postgresql, .mysql].flatMap { dialect in
        let own = CommandEntry.all(dialect).flatMap { entry in
            entry.names.flatMap { name in
                [name] + (arguments[name].map { ["\(name) \($0)"] } ?? ["\(name) zz"])
                    + entry.suffixes.map { "\(name)\($0) zz" }
            }
        }
        let others = (others[dialect] ?? "").split { $0 == " " || $0 == "\n" }.map { "\($0) zz" }
        return (own + others).map { command in
            let name = command.split(separator: " ")[0]
            return Line(dialect: dialect, command: "\\\(command)", use: BufferUse.of(String(name), dialect))
        }
    }

    private static let update = "update zz set g = 0 where g > 3"

    @Test(arguments: lines, [" ", "\n", "\n  "])
    func `only commands that send it run an unfinished statement`(line: Line, gap: String) throws {
        var bench = try Bench(engine: line.dialect == .mysql ? "mysql" : "postgresql", environment: "dev")
        bench.enter(Self.update + gap + line.command)
        guard line.use != .sends else { return }
        #expect(Self.updates(bench.takeEffects()).isEmpty)
        // The command's own answer may be pending.
        bench.answer()
        #expect(Self.updates(bench.takeEffects()).isEmpty)
        let leaves = ["\\q", "\\quit", "\\exit"].contains { line.command.split(separator: " ")[0] == $0 }
        guard line.use != .drops, !leaves, bench.state.overlay == nil, !bench.state.isClosing,
            case .open = bench.state.phase
        else { return }
        bench.enter(" and k = 1;")
        #expect(Self.updates(bench.takeEffects()) == ["\(Self.update) and k = 1"])
    }

    @Test(arguments: [Dialect.postgresql, .mysql], [" ", "\n"])
    func `commands that send a statement send it once`(dialect: Dialect, gap: String) throws {
        for (name, use) in BufferUse.commands(dialect) where use == .sends && name.count > 1 || name == "g" {
            // MySQL's words are written without a backslash, on a line of their own.
            if ["go", "ego", "crosstabview"].contains(name) { continue }
            var bench = try Bench(engine: dialect == .mysql ? "mysql" : "postgresql", environment: "dev")
            bench.type("\(Self.update)\(gap)\\\(name)\n")
            let effects = bench.takeEffects()
            let described = effects.count { if case .describeResult = $0 { true } else { false } }
            #expect(Self.updates(effects).count + described == (use == .sends ? 1 : 0), "\(name)")
        }
    }

    @Test(arguments: [Dialect.postgresql, .mysql])
    func `the table contains the buffer use of every workspace command`(dialect: Dialect) throws {
        for entry in CommandEntry.all(dialect) {
            for name in entry.names {
                let arguments = Array(" \(Self.arguments[name] ?? "")".utf8)
                let meaning = try? WorkspaceCommand.parse(name: name, arguments: arguments, dialect: dialect).get()
                let sends: Bool
                switch meaning {
                case .run, .watch, .take, .describeResult: sends = true
                default: sends = false
                }
                #expect((BufferUse.of(name, dialect) == .sends) == sends, "\(name)")
            }
        }
    }

    @Test(arguments: [Dialect.postgresql, .mysql])
    func `commands that use the open statement see all of it`(dialect: Dialect) throws {
        var bench = try Bench(engine: dialect == .mysql ? "mysql" : "postgresql", environment: "dev")
        bench.type("select 1;\n")
        bench.answer()
        bench.type("delete from zz\nwhere g > 3\n\\p\n")
        #expect(bench.screen.contains("delete from zz") && bench.screen.contains("where g > 3"))
        bench.type("\\explain\n")
        let plans = bench.takeEffects().compactMap { effect -> String? in
            guard case .explain(_, let request) = effect else { return nil }
            return String(decoding: request.sql, as: UTF8.self)
        }
        #expect(plans.count == 1)
        #expect(plans.first?.contains("delete from zz") == true)
    }

    @Test func `on MySQL backslash d describes and never sets the delimiter`() throws {
        for line in ["\\d vessels", "\\d //", "\\d $$", "select 1 \\d vessels", "select 1\n\\d //"] {
            var bench = try Bench(engine: "mysql", environment: "dev")
            bench.type(line + "\n")
            bench.answer()
            _ = bench.takeEffects()
            bench.type(";select 2;\n")
            let last = bench.takeEffects().compactMap { effect -> String? in
                guard case .run(_, let order) = effect else { return nil }
                return String(decoding: order.text, as: UTF8.self)
            }
            // An open statement first runs up to the semicolon.
            #expect(last == [line.hasPrefix("\\d") ? "select 2" : "select 1"], "\(line)")
        }
    }

    private static func updates(_ effects: [WorkspaceEffect]) -> [String] {
        effects.compactMap { effect in
            guard case .run(_, let order) = effect else { return nil }
            let text = String(decoding: order.text, as: UTF8.self)
            guard text.contains("update zz") else { return nil }
            return text.split { $0 == " " || $0 == "\n" || $0 == ";" }.joined(separator: " ")
        }
    }
}
