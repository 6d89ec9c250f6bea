import Glibc

/// A socket in the kernel's table of TCP sockets. Source: proc(5), /proc/net/tcp.
struct LoopbackSocket {
    /// An address and a port as the kernel prints them.
    private let near, far: Substring
    private let state: Substring
    private let owner: UInt32?

    /// 127.0.0.1 in network byte order.
    static let address = UInt32(0x7F00_0001).bigEndian

    /// States of a socket. Rows in other states, for instance TIME_WAIT, do not name the user.
    private enum State {
        static let established = "01"
        static let listening = "0A"
    }

    /// Parses a line; nil for the heading.
    init?(_ line: some StringProtocol) {
        let fields = Substring(line).split { $0 == " " || $0 == "\n" }
        guard fields.count > 7, fields[0].hasSuffix(":") else { return nil }
        (near, far, state, owner) = (fields[1], fields[2], fields[3], UInt32(fields[7]))
    }

    /// The user of an established connection between two ports of 127.0.0.1, if this is its row.
    func user(from port: Int, to other: Int) -> UInt32? {
        state == State.established && near == Self.place(port) && far == Self.place(other) ? owner : nil
    }

    /// Whether a program of `user` listens at a port of 127.0.0.1.
    func listens(at port: Int, for user: UInt32) -> Bool {
        state == State.listening && owner == user && (near == Self.place(port) || near == Self.place(port, of: 0))
    }

    /// Whether a connection to a port of 127.0.0.1 is established.
    func leads(to port: Int) -> Bool {
        state == State.established && far == Self.place(port)
    }

    /// The first value that `body` finds in the table's rows now.
    static func find<Value>(_ body: (LoopbackSocket) -> Value?) -> Value? {
        guard let file = fopen("/proc/self/net/tcp", "re") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 512)
        while fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if let value = LoopbackSocket(text).flatMap(body) { return value }
        }
        return nil
    }

    /// Whether a program of this user listens at a port now. It does not connect, because the remote end would treat
    /// that as a client.
    static func isListening(at port: Int) -> Bool {
        find { $0.listens(at: port, for: geteuid()) ? true : nil } ?? false
    }

    /// Whether any connection to a port is established now.
    static func hasConnections(to port: Int) -> Bool {
        find { $0.leads(to: port) ? true : nil } ?? false
    }

    /// The kernel prints the address as a number of this machine's byte order.
    private static func place(_ port: Int, of address: UInt32 = address) -> String {
        hexadecimal(address, digits: 8) + ":" + hexadecimal(UInt32(port), digits: 4)
    }

    private static func hexadecimal(_ number: UInt32, digits: Int) -> String {
        let text = String(number, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
