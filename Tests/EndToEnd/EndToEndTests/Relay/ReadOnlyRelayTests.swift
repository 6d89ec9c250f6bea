import Failures
import Foundation
import Secrets
import TestSupport
import Testing

@testable import Relay
@testable import Sandbox

/// Relays to read-only MySQL clusters.
@Suite struct ReadOnlyRelayTests {
    private static let reset: [UInt8] = [1, 0, 0, 0, 0x1F]
    private static let mode = "select @@session.tx_read_only"

    private func command(_ first: UInt8, _ rest: String = "", sequence: UInt8 = 0) -> [UInt8] {
        Packet.head(rest.utf8.count + 1, sequence) + [first] + Array(rest.utf8)
    }

    private func scanned(_ bytes: [UInt8]) -> (count: Int, command: UInt8?) {
        let scan = CommandScan(withheld: [0x1F, 0x11])
        let (count, halt) = bytes.withUnsafeBytes(scan.passable)
        if case .command(let command, _) = halt { return (count, command) }
        return (count, nil)
    }

    @Test func `commands are found behind other packets and nowhere else`() {
        let query = command(3, "select '\u{1F}'")
        #expect(scanned(query + Self.reset) == (query.count, 0x1F))
        #expect(scanned(query + command(0x11, "root")) == (query.count, 0x11))
        #expect(scanned(Self.reset) == (0, 0x1F))
        // A packet that is not the first of a command.
        let data = command(0x1F, "file", sequence: 2)
        #expect(scanned(data) == (data.count, nil))
        // An upload whose sequence numbers begin anew.
        let wrapped = command(0x41, "file", sequence: 255) + command(0x1F, "file")
        #expect(scanned(wrapped) == (wrapped.count, nil))
        let empty: [UInt8] = [0, 0, 0, 3]
        #expect(scanned(query + empty + Self.reset) == (query.count + 4, 0x1F))
        for count in 1..<5 { #expect(scanned(query + Self.reset.prefix(count)) == (query.count, nil)) }
    }

    @Test func `a continued command of 16 MiB hides none and is none itself`() {
        let most = 0xFF_FFFF
        let first = Packet.head(most, 0) + [3] + [UInt8](repeating: 0x20, count: most - 1)
        let second = command(0x1F, "tail", sequence: 1)
        #expect(scanned(first + second + Self.reset) == (first.count + second.count, 0x1F))
    }

    @Test func `bytes in any pieces give the same commands`() {
        var generator = SystemRandomNumberGenerator()
        let query = command(3, String(repeating: "x", count: 300))
        let stream = query + query + [0, 0, 0, 3] + command(1) + query + Self.reset
        for _ in 0..<200 {
            var (scan, position) = (CommandScan(withheld: [0x1F]), 0)
            while true {
                let end = min(stream.count, position + Int.random(in: 1...400, using: &generator))
                let (count, halt) = stream[position..<end].withUnsafeBytes { bytes in
                    let found = scan.passable(bytes)
                    let passed = Int.random(in: 0...found.count, using: &generator)
                    scan.pass(passed, of: bytes)
                    return passed == found.count ? found : (passed, nil)
                }
                position += count
                if case .command = halt { break }
            }
            #expect(position == stream.count - Self.reset.count)
        }
    }

    // MARK: With the server

    private func relay(isReadOnly: Bool = true) throws -> RelayInUse {
        try RelayInUse(try SharedSandbox.description.get(), isReadOnly: isReadOnly)
    }

    private func python(_ relay: RelayInUse, _ body: String) throws -> Program {
        let head = """
            import pymysql
            c = pymysql.connect(unix_socket="\(relay.socket)", user="jane_doe", database="harbor", autocommit=True)
            def run(command, payload=b""):
                c._execute_command(command, payload)
                return c._read_ok_packet()
            def ask(sql):
                with c.cursor() as cursor:
                    cursor.execute(sql)
                    return cursor.fetchall()[0][0]

            """
        return try Program.run([Oracle.python, "-c", head + body])
    }

    @Test func `a session stays read-only after each reset of the connection`() throws {
        let relay = try relay()
        let run = try python(
            relay,
            """
            assert ask("\(Self.mode)") == 1
            for _ in range(3):
                ask("select @a := 1")
                run(0x1f)
                assert ask("select @a is null") == 1
                assert ask("\(Self.mode)") == 1
            try:
                c.cursor().execute("create table t_ro (a int)")
                raise SystemExit("it wrote")
            except pymysql.err.MySQLError as error:
                assert error.args[0] == 1792, error
            assert ask("select repeat('x', 1000000)") == "x" * 1000000
            assert len(ask("select '" + "y" * 200000 + "'")) == 200000
            print("passed")
            """)
        #expect(run.text == "passed\n", "\(run.errors)")
        #expect(relay.reports.isEmpty)
    }

    @Test func `a change of the user is refused and the session goes on`() throws {
        let relay = try relay()
        let run = try python(
            relay,
            """
            for size in [0, 100000]:
                try:
                    run(0x11, b"jane_doe\\0\\0harbor\\0" + b"x" * size)
                    raise SystemExit("it changed")
                except pymysql.err.MySQLError as error:
                    assert error.args[0] == 1235 and "read-only" in error.args[1], error
                assert ask("\(Self.mode)") == 1
            print("passed")
            """)
        #expect(run.text == "passed\n", "\(run.errors)")
    }

    @Test func `a reset that arrives in pieces with other commands is answered in order`() throws {
        let relay = try relay()
        let run = try python(
            relay,
            """
            ping, query = b"\\1\\0\\0\\0\\x0e", b"\\x03set @a=1"
            reset = b"\\1\\0\\0\\0\\x1f"
            for cut in range(1, 5):
                c._sock.sendall(ping + reset[:cut])
                c._next_seq_id = 1
                assert c._read_packet().is_ok_packet()
                c._sock.sendall(reset[cut:])
                c._next_seq_id = 1
                assert c._read_packet().is_ok_packet()
                c._sock.sendall(ping[:cut])
                c._sock.sendall(ping[cut:])
                c._next_seq_id = 1
                assert c._read_packet().is_ok_packet()
                assert ask("\(Self.mode)") == 1
            print("passed")
            """)
        #expect(run.text == "passed\n", "\(run.errors)")
    }

    @Test func `a cluster that is not read-only gets every command`() throws {
        let relay = try relay(isReadOnly: false)
        let run = try python(
            relay, "run(0x1f)\nassert ask(\"\(Self.mode)\") == 0\nprint('passed')")
        #expect(run.text == "passed\n", "\(run.errors)")
    }
}
