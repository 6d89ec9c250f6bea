import Failures
import SQLScript
import SQLWire
import Testing

/// The actions of client commands in scripts.
@Suite struct ScriptMachineTests {
    private func command(_ line: String) -> ScriptCommand {
        let name = line.prefix { $0 != " " }
        return ScriptCommand(name: String(name), arguments: Array(line.dropFirst(name.count).utf8), line: 1)
    }

    private func follow(_ machine: inout ScriptMachine, _ line: String) -> Result<ScriptAction, ScriptError> {
        do throws(ScriptError) {
            return .success(try machine.follow(command(line)))
        } catch {
            return .failure(error)
        }
    }

    /// All of psql 18's commands.
    private static let psql = """
        ! ? C H T a bind bind_named c cd close_prepared connect conninfo copy copyright crosstabview d dA da dt+ dx e
        echo edit ef elif else encoding endif endpipeline errverbose ev f flush flushrequest g gdesc getenv getresults
        gexec gset gx h help html i if include include_relative ir l list lo_export lo_import lo_list lo_unlink o out p
        parse password print prompt pset q qecho quit r reset restrict s sendpipeline set setenv sf startpipeline sv
        syncpipeline t timing unset w warn watch write x z nonsense
        """.split { $0 == " " || $0 == "\n" }.map(String.init)

    @Test(arguments: psql)
    func `in restricted mode every command but the one that ends it is an error`(name: String) throws {
        let words = "backslash commands are restricted; only \\unrestrict is allowed"
        var machine = ScriptMachine(dialect: .postgresql)
        for before in [["restrict key1"], ["if false", "endif", "restrict key1"], ["set k key1", "restrict :k"]] {
            machine = ScriptMachine(dialect: .postgresql)
            for line in before { _ = try machine.follow(command(line)) }
            for line in [name, "\(name) x", "\(name) key1"] {
                guard case .failure(let error) = follow(&machine, line) else {
                    Issue.record("\(line) was followed after \(before)")
                    continue
                }
                #expect(error.failure.what == words && !error.endsRun)
                // Commands that send a statement do not avoid it.
                do throws(ScriptError) {
                    _ = try machine.admits(command(line))
                    Issue.record("\(line) sends a statement")
                } catch {
                    #expect(error.failure.what == words)
                }
            }
        }
        #expect(try machine.admits(nil))
        // An included script is restricted as well, and so is the rest after it.
        try machine.enter("b.sql")
        #expect(throws: ScriptError.self) { try machine.follow(command(name)) }
        try machine.leave()
        #expect(throws: ScriptError.self) { try machine.follow(command(name)) }
        _ = try machine.follow(command("unrestrict key1"))
        #expect(machine.restriction.key == nil)
    }

    @Test(arguments: [
        ("restrict", "\\restrict: missing required argument"), ("restrict ''", "\\restrict: missing required argument"),
        ("unrestrict", "\\unrestrict: missing required argument"),
        ("unrestrict key1", "\\unrestrict: not currently in restricted mode"),
    ])
    func `restricted mode begins and ends with psql's messages`(line: String, message: String) {
        var machine = ScriptMachine(dialect: .postgresql)
        guard case .failure(let error) = follow(&machine, line) else {
            Issue.record("\(line) was followed")
            return
        }
        #expect(error.failure.what == message)
    }

    @Test func `only the key ends restricted mode`() throws {
        var machine = ScriptMachine(dialect: .postgresql)
        _ = try machine.follow(command("restrict key1"))
        for wrong in ["unrestrict key2", "unrestrict KEY1", "unrestrict key", "unrestrict"] {
            guard case .failure(let error) = follow(&machine, wrong) else {
                Issue.record("\(wrong) ended it")
                continue
            }
            #expect(error.failure.what.hasPrefix("\\unrestrict: "))
        }
        #expect(machine.restriction.key == "key1")
        // A branch that is not run neither begins nor ends the restriction.
        machine = ScriptMachine(dialect: .postgresql)
        for line in ["if false", "restrict key1", "endif"] { _ = try machine.follow(command(line)) }
        #expect(machine.restriction.key == nil)
    }

    @Test(arguments: [
        "source f", ". f", "system ls", "! ls", "tee f", "i f", "ir f", "copy t to f", "o f", "write f",
        "export f",
    ])
    func `the mariadb client's sandbox mode forbids all files`(line: String) throws {
        var machine = ScriptMachine(dialect: .mysql)
        _ = try? machine.follow(command(line))
        _ = try machine.follow(command("sandbox"))
        guard case .failure(let error) = follow(&machine, line) else {
            Issue.record("\(line) was followed")
            return
        }
        #expect(error.failure.what.hasSuffix("Not allowed in the sandbox mode"))
        for fine in ["use harbor", "pager less", "charset utf8mb4", "status", "echo x"] {
            #expect(throws: Never.self) { try machine.follow(command(fine)) }
        }
        #expect(throws: ScriptError.self) { try machine.admits(command("g out.txt")) }
        #expect(try machine.admits(command("g")))
        machine.begin()
        #expect(!machine.restriction.isSandboxed)
    }

    @Test(arguments: [
        ("on", true), ("1", true), ("true", true), ("", true), ("tr", true), ("off", false), ("0", false),
        ("no", false), ("fals", false),
    ])
    func `a script sets the effect of an error`(value: String, stops: Bool) throws {
        for start in [true, false] {
            var machine = ScriptMachine(dialect: .postgresql, stopsAtError: start)
            _ = try machine.follow(command("set ON_ERROR_STOP \(value)"))
            #expect(machine.stopsAtError == stops)
            _ = try machine.follow(command("unset ON_ERROR_STOP"))
            #expect(!machine.stopsAtError)
            guard case .failure(let error) = follow(&machine, "set ON_ERROR_STOP perhaps") else {
                Issue.record("it takes on or off")
                continue
            }
            #expect(!error.endsRun)
        }
    }

    @Test func `errors that change a script's meaning end it, others need not`() {
        var machine = ScriptMachine(dialect: .postgresql, stopsAtError: false)
        for (line, ends) in [
            ("set a-b 1", false), ("set AUTOCOMMIT off", true), ("echo `date`", true), ("if perhaps", true),
            ("endif", true), ("i", true), ("unrestrict x", false),
        ] {
            guard case .failure(let error) = follow(&machine, line) else {
                Issue.record("\(line) was followed")
                continue
            }
            #expect(error.endsRun == ends, "\(line)")
        }
        guard case .failure(let error) = follow(&machine, "echo `date`") else { return }
        #expect(error.failure.what == "\\echo cannot ask a shell")
    }

    @Test func `the depth of includes is limited`() throws {
        var machine = ScriptMachine(dialect: .postgresql)
        for _ in 0..<ScriptMachine.deepestInclude { try machine.enter("a.sql") }
        #expect(throws: ScriptError.self) { try machine.enter("a.sql") }
        for _ in 0..<ScriptMachine.deepestInclude { try machine.leave() }
        #expect(!machine.isIncluded)
        try machine.leave()
        #expect(machine.scripts.count == 1)
    }

    @Test func `conditions belong to their script`() throws {
        var machine = ScriptMachine(dialect: .postgresql)
        _ = try machine.follow(command("if true"))
        try machine.enter("/x/b.sql")
        #expect(machine.scripts.last?.directory == "/x")
        #expect(throws: ScriptError.self) { try machine.follow(command("endif")) }
        _ = try machine.follow(command("if off"))
        #expect(!machine.isActive)
        #expect(try machine.follow(command("i other.sql")) == .nothing)
        #expect(try machine.follow(command("q")) == .nothing)
        #expect(throws: ScriptError.self) { try machine.leave() }
        #expect(machine.isActive && !machine.isIncluded)
        _ = try machine.follow(command("endif"))
        #expect(throws: Never.self) { try machine.leave() }
    }

    @Test(arguments: [
        (Dialect.postgresql, "i a.sql", ScriptAction.include(path: "a.sql", isBeside: false)),
        (.postgresql, "ir 'a b.sql'", .include(path: "a b.sql", isBeside: true)),
        (.postgresql, "echo -n  a 'b  c'", .say("a b  c", isRemark: false)),
        (.postgresql, "warn x", .say("x\n", isRemark: true)), (.postgresql, "set", .listVariables),
        (.postgresql, "encoding LATIN1", .encoding("LATIN1")), (.postgresql, "q", .stop),
        (.mysql, "source a b.sql", .include(path: "a b.sql", isBeside: false)),
        (.mysql, "charset latin1", .encoding("latin1")), (.mysql, "C utf8mb4", .encoding("utf8mb4")),
        (.mysql, "exit", .stop),
    ])
    func `commands have the actions of their clients`(dialect: Dialect, line: String, action: ScriptAction) throws {
        var machine = ScriptMachine(dialect: dialect)
        #expect(try machine.follow(command(line)) == action)
    }

    @Test(arguments: ["charset x;drop", "charset 'a b'", "charset", "encoding a;b"])
    func `an encoding is a plain name`(line: String) {
        var machine = ScriptMachine(dialect: line.hasPrefix("e") ? .postgresql : .mysql)
        guard case .failure = follow(&machine, line) else {
            Issue.record("\(line) was followed")
            return
        }
    }

    @Test func `a command refused in restricted mode consumes its line and keeps the statement`() {
        var scanner = PostgreSQLScanner()
        scanner.isRestricted = true
        scanner.feed(Array("select 1 \\g \\! ls\n+ 1;\n\\echo a \\\\ select 2;\n\\unrestrict k\n".utf8))
        scanner.finish()
        var items: [String] = []
        while let item = scanner.next() {
            switch item {
            case .command(let command):
                items.append("\\\(command.name)\(String(decoding: command.arguments, as: UTF8.self))")
            case .statement(let statement): items.append(String(decoding: statement.text, as: UTF8.self))
            }
        }
        #expect(items == ["\\g \\! ls", "select 1 \n+ 1;", "\\echo a \\\\ select 2;", "\\unrestrict k"])
    }
}
