import Failures

/// Why a connection ended before its login was complete.
enum RelayEnd: Error {
    /// The client receives the error, and it is reported.
    case failed(Failure, RelayTrouble)
    /// The client receives the server's own error, and it is reported.
    case refused(Refusal, Failure)
    /// The client made the error; only the client receives it.
    case unfit(Refusal)
    /// The client has disconnected or the relay stops; no error is sent.
    case unspoken

    /// An error in the client's protocol.
    enum Refusal {
        case mySQL(ErrorPacket)
        case postgreSQL(ErrorResponse)
    }
}
