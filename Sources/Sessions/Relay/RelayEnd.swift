import Failures

/// Why a connection ends before its login is done.
enum RelayEnd: Error {
    /// To be told to the child, and reported.
    case failed(Failure, code: UInt16)
    /// The server's own words, from which the child learns it, and reported.
    case refused(ErrorPacket, Failure)
    /// The child's own fault: told to the child only.
    case unfit(ErrorPacket)
    /// The child has gone, or the relay stops: there is nobody to tell.
    case unspoken
}
