import SQLScript
import SQLWire
import TestSupport
import Testing

@Suite struct PostgreSQLOracleTests {
    @Test(arguments: [true, false])
    func `psql sends the scanner's statements`(stringsAreStandard: Bool) throws {
        var random = SeededGenerator(seed: 15)
        let prefix = stringsAreStandard ? "" : "set standard_conforming_strings = off;\n"
        let scripts =
            PostgreSQLCorpus.handwritten + (0..<PostgreSQLCorpus.count).map { _ in PostgreSQLCorpus.script(&random) }
        let oracle = try PostgreSQLOracle()
        var different = 0
        for start in stride(from: 0, to: scripts.count, by: 1000) {
            let part = scripts[start..<min(start + 1000, scripts.count)]
                // Foundation drops a byte order mark outside of the first line, where psql sends it.
                .filter { stringsAreStandard || !$0.hasPrefix("\u{FEFF}") }.map { prefix + $0 }
            for (script, received) in zip(part, try oracle.recorder.statements(of: part)) {
                var scanner = PostgreSQLScanner()
                scanner.standardConformingStrings = stringsAreStandard
                let sent = sentByPsql(scanner.items(of: script, chunked: &random, stopping: ["q"]))
                if sent != received, different < 10 {
                    different += 1
                    Issue.record("script \(script.debugDescription)\npsql    \(received)\nscanner \(sent)")
                }
            }
        }
    }

    @Test func `variables are substituted where psql does it`() throws {
        var random = SeededGenerator(seed: 16)
        let scripts = (0..<PostgreSQLCorpus.count).map { _ in PostgreSQLCorpus.scriptOfVariables(&random) }
        let oracle = try PostgreSQLOracle()
        var different = 0
        for start in stride(from: 0, to: scripts.count, by: 1000) {
            let part = Array(scripts[start..<min(start + 1000, scripts.count)])
            for (script, received) in zip(part, try oracle.recorder.statements(of: part)) {
                let sent = try sentWithVariables(PostgreSQLScanner.items(of: script, chunked: &random))
                if sent != received, different < 10 {
                    different += 1
                    Issue.record("script \(script.debugDescription)\npsql    \(received)\nours    \(sent)")
                }
            }
        }
    }

    private func sentWithVariables(_ items: [ScriptItem]) throws -> [String] {
        var variables = ScriptVariables()
        var result: [String] = []
        for item in items {
            switch item {
            case .statement(let statement) where statement.text.isEmpty: result.append(result.last ?? "")
            case .statement(let statement):
                result += variables.expanded(statement.text, statement.references).statements.map {
                    String(decoding: $0, as: UTF8.self)
                }
            case .command(let command) where command.name == "set":
                let words = CommandWords(command.arguments, .postgresql, variables: variables)?.texts ?? []
                try variables.set(words.first ?? "", to: Array(words.dropFirst().joined().utf8))
            case .command(let command) where command.name == "unset":
                let words = CommandWords(command.arguments, .postgresql)?.texts ?? []
                try variables.set(words.first ?? "", to: nil)
            case .command: break
            }
        }
        return result
    }

    /// A lone `\g` makes psql send the last statement again.
    private func sentByPsql(_ items: [ScriptItem]) -> [String] {
        var result: [String] = []
        for case .statement(let statement) in items {
            result.append(statement.text.isEmpty ? result.last ?? "" : String(decoding: statement.text, as: UTF8.self))
        }
        return result
    }
}
