import CPlatform
import Glibc
import Threads

/// The exchange before TLS: each engine requests TLS in its own way.
struct TLSOffer {
    let descriptor: Int32
    let wake: WakeSignal
    let milliseconds: Int32

    enum Answer {
        case made, none, lost
        /// Another protocol.
        case foreign
    }

    /// Source: PostgreSQL documentation, "SSLRequest": eight bytes, to which a server with TLS answers S.
    func postgreSQL() -> Answer {
        guard send([0, 0, 0, 8, 4, 210, 22, 47]), let answer = receive(1) else { return .lost }
        switch answer[0] {
        case UInt8(ascii: "S"): return .made
        case UInt8(ascii: "N"): return .none
        // The beginning of an error of a server that is too old or full.
        case UInt8(ascii: "E"): return .lost
        default: return .foreign
        }
    }

    /// Source: MySQL internals, "Protocol::HandshakeV10" and "Protocol::SSLRequest".
    func mySQL() -> Answer {
        guard let header = receive(4) else { return .lost }
        let length = Int(header[0]) | Int(header[1]) << 8 | Int(header[2]) << 16
        // A greeting is the first packet, and so is an error in its place.
        guard header[3] == 0, length < 65_536 else { return .foreign }
        guard length >= 20, let greeting = receive(length), greeting[0] == 10,
            let end = greeting.dropFirst().firstIndex(of: 0), end + 15 < length
        else { return .lost }
        let offersTLS = greeting[end + 15] & 0x08 != 0
        guard offersTLS else { return .none }
        // PROTOCOL_41, SSL, SECURE_CONNECTION, PLUGIN_AUTH; packets of 16 MiB; utf8mb4.
        let request: [UInt8] = [32, 0, 0, 1, 0, 0x8A, 0x08, 0, 0, 0, 0, 1, 45] + [UInt8](repeating: 0, count: 23)
        return send(request) ? .made : .lost
    }

    private func send(_ bytes: [UInt8]) -> Bool {
        Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    private func receive(_ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            guard qd_wait(descriptor, Int16(POLLIN), wake.descriptor, milliseconds) == 1 else { return nil }
            let got = bytes.withUnsafeMutableBytes {
                recv(descriptor, $0.baseAddress?.advanced(by: filled), count - filled, 0)
            }
            guard got > 0 else { return nil }
            filled += got
        }
        return bytes
    }
}
