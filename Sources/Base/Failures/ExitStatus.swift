/// The exit code of a command. Source: sysexits.h, and 128 + SIGINT for an interruption.
public enum ExitStatus: Int32, Sendable {
    /// Success.
    case done = 0
    /// The server refused the SQL.
    case sqlFailed = 1
    /// The arguments are wrong.
    case usage = 64
    /// The input data is invalid.
    case badData = 65
    /// A named file does not exist.
    case noInput = 66
    /// A server cannot be reached.
    case unavailable = 69
    /// A bug in Quarterdeck.
    case internalError = 70
    /// An output file cannot be created.
    case cannotCreate = 73
    /// Reading or writing failed.
    case inputOutput = 74
    /// A temporary failure: the same command may succeed later.
    case temporary = 75
    /// Not allowed: IAM, a refused login, expired credentials.
    case notPermitted = 77
    /// The profile file, the settings file or the AWS files are wrong.
    case badConfiguration = 78
    /// The user interrupted the command.
    case interrupted = 130
}
