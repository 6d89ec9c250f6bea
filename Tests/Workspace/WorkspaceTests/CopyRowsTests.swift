import SQLWire
import TerminalUI
import Testing

@testable import Workspace

/// The rows of a `COPY … FROM STDIN` are below it in the text; they are its data and never statements.
@Suite struct CopyRowsTests {
    /// The sent statements with their data.
    private func sent(_ bench: inout Bench) -> [String] {
        bench.takeEffects().compactMap { effect in
            guard case .run(_, let order) = effect else { return nil }
            return String(decoding: order.text + (order.data.map { Array("|".utf8) + $0 } ?? []), as: UTF8.self)
        }
    }

    @Test func `typed rows are sent with their statement when they are ended`() throws {
        var bench = try Bench(environment: "dev")
        bench.type("copy t from stdin;\n")
        #expect(sent(&bench).isEmpty)
        #expect(bench.screen.contains("\\. alone on a line ends them"))
        bench.type("1;drop table t;\n\\echo x\n\nselect 2;\n")
        #expect(sent(&bench).isEmpty)
        bench.type("\\.\n")
        #expect(sent(&bench) == ["copy t from stdin;|1;drop table t;\n\\echo x\n\nselect 2;\n"])
        bench.answer(.complete(Completion(tag: "COPY 4", rows: 4, hasColumns: false), elapsed: 1))
        bench.type("select 3;\n")
        #expect(sent(&bench) == ["select 3;"])
    }

    @Test(arguments: [
        ("copy t from stdin;\n1\n2\n\\.\n", "1\n2\n"), ("COPY t (a) FROM STDIN WITH (FORMAT csv);\n\\.\n", ""),
        ("copy t from stdin;\r\n1\r\n\\.\r\n", "1\r\n"), ("/* c */ copy t from stdin;\n;\n\\.", ";\n"),
        ("copy t from stdin;\n1\n2", "1\n2"),
    ])
    func `pasted rows are sent with their statement`(text: String, data: String) throws {
        for key in [Key.function(5), .function(9)] {
            var bench = try Bench(environment: "dev")
            bench.send(.input(.paste(text), bench.state.now))
            bench.press(key)
            let all = sent(&bench)
            #expect(all.count == 1 && all[0].hasSuffix("|" + data.replacing("\r\n", with: "\n")), "\(all)")
        }
    }

    @Test func `rows of a large text are found at any position of the cursor`() throws {
        var bench = try Bench(environment: "dev")
        let rows = String(repeating: "delete from t;\n", count: 4_000)
        bench.send(.input(.paste("copy t from stdin;\n" + rows), bench.state.now))
        bench.press(.up, .function(5))
        let all = sent(&bench)
        #expect(all.count == 1 && all[0].hasPrefix("copy t from stdin;|delete from t;\n"))
    }
}
