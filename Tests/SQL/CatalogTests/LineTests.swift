import Catalog
import Failures
import SQLCore
import Testing

@Suite struct LineTests {
    private func command(_ line: String) -> String? {
        WorkspaceLine.command(in: Array(line.utf8), dialect: .mysql).map {
            $0.name + "|" + String(decoding: $0.arguments, as: UTF8.self)
        }
    }

    private func ending(_ text: String) -> String? {
        WorkspaceLine.ending(of: Array(text.utf8), dialect: .mysql).map {
            "\($0.command.name)|" + String(decoding: $0.command.arguments, as: UTF8.self) + "|\($0.start)"
        }
    }

    @Test func `psql's commands are found on MySQL`() {
        #expect(command("\\dt") == "dt|")
        #expect(command("  \\dt+ ves* ") == "dt+| ves* ")
        #expect(command("\\d") == "d|")
        #expect(command("\\d vessels") == "d| vessels")
        #expect(command("\\d `My Table`") == "d| `My Table`")
        #expect(command("\\d+ vessels") == "d+| vessels")
        #expect(command("\\x") == "x|")
        #expect(command("\\copy t to f") == "copy| t to f")
        #expect(command("\\timing") == "timing|")
    }

    @Test(arguments: [
        "\\d //", "\\d ;", "\\d$$", "\\u harbor", "\\G", "\\g", "\\c", "\\s", "\\. f", "\\e", "\\q", "\\h", "\\r",
        "select 1", "", "\\", "\\u1", "\\g;", "\\d;", "delimiter //", "\\N", "\\t",
    ])
    func `what MySQL's own client knows is its scanner's`(_ line: String) {
        #expect(command(line) == nil)
    }

    @Test func `a word of several letters is one command, known or not`() {
        #expect(command("\\set a 5") == "set| a 5")
        #expect(command("\\unknown") == "unknown|")
        #expect(command("\\uharbor") == "uharbor|")
        #expect(command(" \\Tee f") == "Tee| f")
        #expect(ending("select 1\n\\set a 5") == "set| a 5|9")
        #expect(ending("delete from t\n  \\dt\n") == "dt||16")
        #expect(ending("select 1 \\set a 5") == nil)
        #expect(ending("select '\n\\set a 5") == nil)
        for (name, advice) in [("sett", "\\?"), ("timin", "\\timing"), ("explian", "\\explain")] {
            guard case .failure(let failure) = WorkspaceCommand.parse(name: name, arguments: [], dialect: .mysql) else {
                #expect(Bool(false), "\(name) is no command")
                continue
            }
            #expect(failure.next?.contains(advice) == true)
        }
    }

    @Test func `PostgreSQL's scanner needs no help`() {
        #expect(WorkspaceLine.command(in: Array("\\dt".utf8), dialect: .postgresql) == nil)
        #expect(WorkspaceLine.ending(of: Array("select 1 \\gx".utf8), dialect: .postgresql) == nil)
    }

    @Test func `psql's endings of statements are found on MySQL`() {
        #expect(ending("select 1 \\gx") == "gx||9")
        #expect(ending("select 1\n\\gx  \n") == "gx||9")
        #expect(ending("select 1 \\watch 5") == "watch| 5|9")
        #expect(ending("select 1 \\g out.txt") == "g| out.txt|9")
        #expect(ending("select '\\gx' \\gx out") == "gx| out|13")
        #expect(ending("select 1 \\explain analyze") == "explain| analyze|9")
    }

    @Test(arguments: [
        "select 1 \\g", "select 1 \\G", "select 1;", "select '\\gx'", "select \"\\gx", "select 1 -- \\gx",
        "select 1 # \\gx", "select 1 /* \\gx", "select `\\gx", "select 1 \\gxy", "", "\\", "select 1 \\g;",
    ])
    func `no ending is seen in quotes and comments, nor where MySQL's own does`(_ text: String) {
        #expect(ending(text) == nil)
    }
}
