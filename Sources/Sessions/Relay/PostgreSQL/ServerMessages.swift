/// A message of PostgreSQL's protocol after the startup: a letter, a length and a body.
struct ProtocolMessage {
    let kind: UInt8
    var body: [UInt8]

    init(_ letter: Unicode.Scalar, _ body: [UInt8]) {
        kind = UInt8(ascii: letter)
        self.body = body
    }

    init(kind: UInt8, body: [UInt8]) {
        self.kind = kind
        self.body = body
    }

    /// The encoded message.
    var bytes: [UInt8] { [kind] + NetworkBytes.number(UInt32(body.count + 4), 4) + body }

    func isKind(_ letter: Unicode.Scalar) -> Bool { kind == UInt8(ascii: letter) }
}

extension Packets {
    /// Reads the next message and no byte beyond it.
    func message(atMost limit: Int, milliseconds: Int) throws(PacketProblem) -> ProtocolMessage {
        let deadline = Deadline(milliseconds: milliseconds)
        let head = try read(exactly: 5, deadline)
        let count = head[1...].reduce(0) { $0 << 8 | Int($1) } - 4
        guard (0...limit).contains(count) else { throw .tooLong(count) }
        return ProtocolMessage(kind: head[0], body: try read(exactly: count, deadline))
    }

    /// Reads a client's first packet and returns it without its length.
    func firstPacket(atMost limit: Int, _ deadline: Deadline) throws(PacketProblem) -> [UInt8] {
        let head = try read(exactly: 4, deadline)
        let count = head.reduce(0) { $0 << 8 | Int($1) } - 4
        guard (4...limit).contains(count) else { throw .tooLong(count) }
        return try read(exactly: count, deadline)
    }

    /// Writes bytes that are complete messages.
    func write(messages bytes: [UInt8], milliseconds: Int) throws(PacketProblem) {
        let problem = bytes.withUnsafeBytes { write($0, milliseconds: milliseconds) }
        if let problem { throw problem }
    }
}
