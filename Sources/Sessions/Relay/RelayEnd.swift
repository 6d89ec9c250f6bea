import Failures

/// Why a connection ended before its login was complete.
enum RelayEnd: Error {
    /// To be told to the client, and reported.
    case failed(Failure, RelayTrouble)
    /// The server's own words, from which the client learns it, and reported.
    case refused(Refusal, Failure)
    /// The client's own fault: told to the client only.
    case unfit(Refusal)
    /// The client has gone, or the relay stops: there is nobody to tell.
    case unspoken

    /// A refusal in the words of the client's protocol.
    enum Refusal {
        case mySQL(ErrorPacket)
        case postgreSQL(ErrorResponse)
    }
}
