import SessionSetup

/// A MySQL server behind a guard that answers some commands of the client itself or changes them.
///
/// Used by one thread at a time, like every channel.
final class GuardedServer: ByteChannel {
    private let server: TLSChannel
    private let packets: Packets
    private let plan: RelayPlan
    private let usesAttributes: Bool
    private var scan = CommandScan(withheld: [Command.changeUser, Command.multi, Command.reset])

    /// The incomplete head of a packet.
    private var head: [UInt8] = []
    /// The head of a packet that must reach the server before the client's next bytes.
    private var unsent: [UInt8] = []
    /// The command that the guard keeps from the server, and its bytes that are still to come.
    private var withheld: (command: UInt8, rest: Int)?
    /// The guard's answer to the client.
    private var answer: [UInt8] = []

    /// Commands of MySQL's protocol. Source: MySQL internals, "Command Phase"; MariaDB knowledge base, "COM_MULTI".
    private enum Command {
        static let changeUser: UInt8 = 0x11
        static let reset: UInt8 = 0x1F
        static let multi: UInt8 = 0xFE
    }

    /// - Parameter usesAttributes: Whether the client's statements have query attributes.
    init(_ server: TLSChannel, _ plan: RelayPlan, usesAttributes: Bool) {
        self.server = server
        self.plan = plan
        self.usesAttributes = usesAttributes
        packets = Packets(channel: server, stop: plan.stop)
    }

    var descriptor: Int32 { server.descriptor }
    var hasInput: Bool { !answer.isEmpty }

    func finish() { server.finish() }

    func receive(into target: UnsafeMutableRawBufferPointer) -> Transfer {
        guard !answer.isEmpty else { return server.receive(into: target) }
        let count = min(answer.count, target.count)
        target.copyBytes(from: answer.prefix(count))
        answer.removeFirst(count)
        return .moved(count)
    }

    func send(_ source: UnsafeRawBufferPointer) -> Transfer {
        while !unsent.isEmpty {
            switch unsent.withUnsafeBytes(server.send) {
            case .moved(let count): unsent.removeFirst(count)
            case let other: return other
            }
        }
        if withheld != nil { return withhold(source.count) }
        if !head.isEmpty { return complete(source) }
        let (count, halt) = scan.passable(source)
        if count > 0 {
            let transfer = server.send(UnsafeRawBufferPointer(rebasing: source[..<count]))
            if case .moved(let moved) = transfer { scan.pass(moved, of: source) }
            return transfer
        }
        switch halt {
        case .command(let command, let found):
            withheld = (command, CommandScan.Head.headerSize + found.count)
            return withhold(source.count)
        case .incomplete, nil:
            head = Array(source)
            return .moved(source.count)
        }
    }

    /// Adds bytes to an incomplete head. The last one stays in the source until the head has reached the server: the
    /// pump asks again only while the source has bytes.
    private func complete(_ source: UnsafeRawBufferPointer) -> Transfer {
        let held = head.count
        let joined = head + source.prefix(CommandScan.Head.headerSize + 1 - held)
        return joined.withUnsafeBytes { bytes in
            let (count, halt) = scan.passable(bytes)
            if count > 0 {
                scan.pass(held, of: bytes)
                (unsent, head) = (head, [])
                return send(source)
            }
            guard case .command(let command, let found) = halt else {
                head = joined
                return .moved(joined.count - held)
            }
            head = []
            withheld = (command, CommandScan.Head.headerSize + found.count - held)
            return withhold(source.count)
        }
    }

    /// Consumes bytes of a withheld command, and acts at its end.
    private func withhold(_ available: Int) -> Transfer {
        guard let (command, rest) = withheld else { return .moved(0) }
        let count = min(rest, available)
        guard count == rest else {
            withheld = (command, rest - count)
            return .moved(count)
        }
        withheld = nil
        guard command == Command.reset else {
            refuse()
            return .moved(count)
        }
        if let problem = reset() { return .failed(problem) }
        return .moved(count)
    }

    /// The client may send the next command only after the answer, so the answer needs no other place.
    private func refuse() {
        let refusal = ErrorPacket(
            code: ErrorPacket.unsupported, state: "42000",
            text: "Quarterdeck: this session is read-only and cannot change its user; open another connection")
        append(refusal.payload(isFirst: false), sequence: 1)
    }

    /// Resets the session and makes it read-only again before anything else passes. Returns the problem, if any.
    private func reset() -> String? {
        do throws(PacketProblem) {
            try packets.write([Command.reset], sequence: 0, milliseconds: plan.limits.login)
            let reply = try packets.read(atMost: plan.limits.loginBytes, milliseconds: plan.limits.login)
            switch reply.kind {
            case Packet.ok:
                let mode = try ReadOnlyStatement.send(packets, plan.limits, usesAttributes: usesAttributes)
                guard mode.kind == Packet.ok else { return "it does not make the session read-only again" }
            case Packet.error: break
            default: return "its answer to a reset of the session makes no sense"
            }
            append(reply.payload, sequence: reply.sequence)
            return nil
        } catch {
            return error.text
        }
    }

    private func append(_ payload: [UInt8], sequence: UInt8) {
        answer += Packet.head(payload.count, sequence) + payload
    }
}

/// Makes a MySQL session read-only.
enum ReadOnlyStatement {
    /// Sends the statement and returns the server's answer.
    static func send(
        _ packets: Packets, _ limits: RelayLimits, usesAttributes: Bool
    ) throws(PacketProblem) -> Packet {
        let statement: [UInt8] =
            [Packet.query] + (usesAttributes ? [0, 1] : []) + Array("SET SESSION TRANSACTION READ ONLY".utf8)
        try packets.write(statement, sequence: 0, milliseconds: limits.login)
        return try packets.read(atMost: limits.loginBytes, milliseconds: limits.login)
    }
}
