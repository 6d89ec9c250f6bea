/// What a command tells its caller by its exit code. Source: sysexits.h, and 128 + SIGINT for an interruption.
public enum ExitStatus: Int32, Sendable {
    /// All was done.
    case done = 0
    /// The server refused the SQL.
    case sqlFailed = 1
    /// The command was called wrongly.
    case usage = 64
    /// Input data is not what it should be.
    case badData = 65
    /// A file that was named does not exist.
    case noInput = 66
    /// A server cannot be reached.
    case unavailable = 69
    /// Quarterdeck itself is wrong.
    case internalError = 70
    /// An output file cannot be created.
    case cannotCreate = 73
    /// Reading or writing failed.
    case inputOutput = 74
    /// It failed this time; the same may succeed later.
    case temporary = 75
    /// Not allowed: IAM, a refused login, expired credentials.
    case notPermitted = 77
    /// The profile file, the settings or the AWS files are wrong.
    case badConfiguration = 78
    /// The user interrupted.
    case interrupted = 130
}
