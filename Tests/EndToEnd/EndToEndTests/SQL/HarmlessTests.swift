import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// No text of a server controls the terminal; other outputs get its bytes unchanged.
@Suite struct HarmlessTests {
    private let sandbox: SandboxDescription
    private let folder: TemporaryDirectory

    init() throws {
        sandbox = try SharedSandbox.description.get()
        folder = try TemporaryDirectory()
    }

    static let formats = ["table", "vertical", "csv", "tsv", "json", "jsonl", "markdown", "insert"]

    /// Each would have an effect: write the clipboard, clear the screen, start an endless string, move back, reorder,
    /// hide.
    private static let attack =
        "mark\u{1B}]52;c;cXVhcnRlcmRlY2s=\u{7}\u{1B}[2J\u{1B}[31m\u{1B}P+q\u{1B}\\\u{9B}2J\u{9D}0;t\u{9C}\u{85}\r\u{8}"
        + "\u{7F}\u{202E}\u{2066}\u{200B}\u{200F}\u{2028}\u{FEFF}\u{E}\u{5}\u{C}\u{B}\tend"

    private static let postgreSQL = """
        select '\(attack)' as "\(attack)", 1 as b, array['\(attack)'] as c;
        select '\(attack)' as "\(attack)" where false;
        copy (select '\(attack)') to stdout;
        copy (select '\(attack)' as "\(attack)") to stdout (format csv, header);
        copy (select '\(attack)') to stdout (format binary);
        do $$ begin raise notice '\(attack)' using detail = '\(attack)', hint = '\(attack)'; end $$;
        do $$ begin raise exception '\(attack)' using detail = '\(attack)', hint = '\(attack)'; end $$;
        select * from "\(attack)";
        select '\(attack)', nope;
        set application_name = '\(attack)'; prepare "\(attack)" as select 1; execute "\(attack)";
        \\echo \(attack.replacing("\r", with: "").replacing("\u{1B}\\", with: ""))

        """

    private static let mySQL = """
        select '\(attack.replacing("\u{1B}\\", with: ""))' as `\(attack)`, 1 as b;
        select x'1B5D35323B633B6107FF9B1B5B324A80C328' as b, x'ff' as c;
        select 1 as `\(attack)` from dual where false;
        signal sqlstate '45000' set message_text = '\(attack.replacing("\u{1B}\\", with: ""))';
        select * from `\(attack)`;
        select cast('\(attack.replacing("\u{1B}\\", with: ""))' as signed);
        show warnings;

        """

    @Test(arguments: ["harbor", "ferry"], formats)
    func `a terminal receives only text`(cluster: String, format: String) throws {
        try folder.write(cluster == "harbor" ? Self.postgreSQL : Self.mySQL, to: "script.sql")
        for more in [[], ["--cluster-column"]] {
            let terminal = try Pseudoterminal(
                sandbox, cluster, ["--format", format, "--on-error", "continue", "-f", "script.sql"] + more,
                directory: folder.path)
            #expect(terminal.status == 1)
            #expect(terminal.harmful == [])
            let text = String(decoding: terminal.output, as: UTF8.self)
            #expect(text.matches(of: /mark/).count > 5 && text.contains("end"))
        }
    }

    @Test(arguments: formats)
    func `a terminal receives no invalid UTF-8`(format: String) throws {
        let databases = try TwoDatabases(sandbox, encoding: "SQL_ASCII")
        let raw: [UInt8] = [0xFF, 0xC3, 0x9B, 0x32, 0x4A, 0x1B, 0x5B, 0x80, 0xE2, 0x80]
        func quoted(_ quote: String) -> [UInt8] { Array(quote.utf8) + raw + Array(quote.utf8) }
        let script = [
            Array("set client_encoding = sql_ascii;\nselect ".utf8) + quoted("'") + Array(" as ".utf8) + quoted("\"")
                + Array(";\n".utf8),
            Array("copy (select ".utf8) + quoted("'") + Array(") to stdout;\nselect * from ".utf8) + quoted("\""),
        ]
        try folder.write(script.flatMap { $0 }, to: "script.sql")
        let terminal = try Pseudoterminal(
            sandbox, "harbor", ["--database", databases.ours, "--format", format, "-f", "script.sql"],
            directory: folder.path)
        #expect(terminal.status == 1)
        #expect(terminal.harmful == [])
    }

    @Test func `other outputs receive unchanged bytes`() throws {
        let attack = Self.attack
        // psql's table and records have escapes instead, in files as well.
        for format in ["csv", "insert", "table", "vertical"] {
            let query = "select '\(attack.replacing("\r", with: "").replacing("\u{8}", with: ""))' as a"
            let run = try sandbox.sql("harbor", ["--format", format, "-c", query])
            let isEscaped = format == "table" || format == "vertical"
            let kept =
                isEscaped
                ? #"mark\x1B]52;c;cXVhcnRlcmRlY2s=\x07\x1B[2J"# : "mark\u{1B}]52;c;cXVhcnRlcmRlY2s=\u{7}\u{1B}[2J"
            #expect(run.text.contains(kept), "\(format): \(run.text)")
        }
        let binary = try sandbox.sql("ferry", ["--format", "csv", "-c", "select x'1B5DFF9B80C3280041' as b"])
        #expect([UInt8](binary.output) == [0x62, 0x0A, 0x1B, 0x5D, 0xFF, 0x9B, 0x80, 0xC3, 0x28, 0, 0x41, 0x0A])
        let copied = try sandbox.sql("harbor", ["-c", "copy (select '\(attack)' as a) to stdout (format binary)"])
        #expect(copied.output.range(of: Data(attack.utf8)) != nil)
    }
}
