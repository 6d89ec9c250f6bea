/// Reads a PostgreSQL client's packets before the session begins.
struct ClientGreeting {
    let packets: Packets
    let limits: RelayLimits

    /// Reads the first packet that is not an encryption request, and declines encryption requests before it.
    func firstPacket() throws(RelayEnd) -> FirstPacket {
        let deadline = Deadline(milliseconds: limits.childAnswer)
        // One request for TLS and one for GSSAPI encryption may come first.
        for _ in 0..<3 {
            let packet = try parsed(try body(deadline))
            guard case .asksForEncryption = packet else { return packet }
            guard [UInt8(ascii: "N")].withUnsafeBytes({ packets.write($0, milliseconds: limits.childAnswer) }) == nil
            else { throw .unspoken }
        }
        throw unfit("08P01", "the client asks for encryption again and again")
    }

    private func body(_ deadline: Deadline) throws(RelayEnd) -> [UInt8] {
        do throws(PacketProblem) {
            return try packets.firstPacket(atMost: limits.startupBytes, deadline)
        } catch .tooLong {
            throw malformed
        } catch {
            throw .unspoken
        }
    }

    private func parsed(_ body: [UInt8]) throws(RelayEnd) -> FirstPacket {
        do throws(FirstPacket.Problem) {
            return try FirstPacket(body)
        } catch .unsupported(let version) {
            throw unfit(
                RelayTrouble.unsupported.sqlState,
                "protocol \(version >> 16).\(version & 0xFFFF) is not supported; versions 3.0 and later are")
        } catch {
            throw malformed
        }
    }

    private var malformed: RelayEnd {
        unfit(
            RelayTrouble.malformed.sqlState, "the client's first packet makes no sense",
            hint: "this socket has no TLS; set sslmode=disable")
    }

    private func unfit(_ state: String, _ text: String, hint: String? = nil) -> RelayEnd {
        .unfit(.postgreSQL(ErrorResponse(sqlState: state, text: "Quarterdeck: \(text)", hint: hint)))
    }
}
