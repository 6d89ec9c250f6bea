import Glibc

/// A packet of MySQL's protocol without its header (a length in three bytes and a sequence number).
struct Packet {
    var payload: [UInt8]
    let sequence: UInt8

    /// The first byte, which shows the packet's kind.
    var kind: UInt8? { payload.first }

    static let ok: UInt8 = 0x00
    static let query: UInt8 = 0x03
    static let error: UInt8 = 0xFF
    static let authenticationSwitch: UInt8 = 0xFE

    /// The header of a packet of `count` bytes, fewer than 16 MiB.
    static func head(_ count: Int, _ sequence: UInt8) -> [UInt8] {
        [UInt8(count & 0xFF), UInt8(count >> 8 & 0xFF), UInt8(count >> 16 & 0xFF), sequence]
    }
}

/// Why a packet could not be read or written.
enum PacketProblem: Error {
    case ended
    case timedOut
    case stopped
    case failed(String)
    case tooLong(Int)

    /// The text for a message about the server.
    var text: String {
        switch self {
        case .ended: "it closed the connection"
        case .timedOut: "no answer in time"
        case .stopped: "stopped"
        case .failed(let reason): reason
        case .tooLong(let count): "a packet of \(count) bytes where none is so long"
        }
    }
}

/// Reads and writes packets with limits of time and size; reads no byte beyond a packet.
struct Packets {
    let channel: any ByteChannel
    let stop: StopSignal
    /// The end of the time for all packets together.
    var until: Deadline?

    /// Reads the next packet.
    func read(atMost limit: Int, milliseconds: Int) throws(PacketProblem) -> Packet {
        let deadline = Deadline(milliseconds: milliseconds)
        let head = try read(exactly: 4, deadline)
        let count = Int(head[0]) | Int(head[1]) << 8 | Int(head[2]) << 16
        guard count <= limit else { throw .tooLong(count) }
        return Packet(payload: try read(exactly: count, deadline), sequence: head[3])
    }

    /// Writes one packet.
    func write(_ payload: [UInt8], sequence: UInt8, milliseconds: Int) throws(PacketProblem) {
        let bytes = Packet.head(payload.count, sequence) + payload
        let problem = bytes.withUnsafeBytes { write($0, milliseconds: milliseconds) }
        if let problem { throw problem }
    }

    /// Writes bytes that already form a packet. Returns the problem, if any.
    func write(_ bytes: UnsafeRawBufferPointer, milliseconds: Int) -> PacketProblem? {
        let deadline = Deadline(milliseconds: milliseconds)
        var rest = bytes
        while !rest.isEmpty {
            switch channel.send(rest) {
            case .moved(let count): rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            case .ended: return .ended
            case .failed(let reason): return .failed(reason)
            case .waits(let events):
                if let problem = wait(events, deadline) { return problem }
            }
        }
        return nil
    }

    /// Reads exactly `count` bytes.
    func read(exactly count: Int, _ deadline: Deadline) throws(PacketProblem) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let transfer = bytes.withUnsafeMutableBytes { all in
                channel.receive(into: UnsafeMutableRawBufferPointer(rebasing: all[filled...]))
            }
            switch transfer {
            case .moved(let more): filled += more
            case .ended: throw .ended
            case .failed(let reason): throw .failed(reason)
            case .waits(let events):
                if let problem = wait(events, deadline) { throw problem }
            }
        }
        return bytes
    }

    private func wait(_ events: Int16, _ deadline: Deadline) -> PacketProblem? {
        switch stop.wait(for: channel.descriptor, events, until: deadline.earlier(until)) {
        case .ready: nil
        case .timedOut: .timedOut
        case .stopped: .stopped
        }
    }
}

extension [UInt8] {
    /// Overwrites the bytes; there must be no other copy.
    mutating func wipe() {
        withUnsafeMutableBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            explicit_bzero(start, bytes.count)
        }
    }
}
