/// The remedy of a failure, for a screen that has a key for it. `Failure.next` contains the same for a command line.
public enum Advice: Sendable, Equatable {
    /// Log in to AWS.
    case logIn
    /// Repeat the attempt, or log in to AWS.
    case tryLoginAgain
    /// Type the next MFA code, because AWS has refused this one.
    case typeNextCode
    /// Sign a token first.
    case signToken
    /// Repeat the command after the cause is removed; the text says how.
    case repeatAfter(String)
}
