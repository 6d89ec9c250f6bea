/// What helps against a failure, where a screen has a key for it. `Failure.next` says the same for a command line.
public enum Advice: Sendable, Equatable {
    /// A login to AWS.
    case logIn
    /// The same attempt once more, or a login to AWS.
    case tryLoginAgain
    /// A token has to be signed first.
    case signToken
    /// The cause has to go first, as the text says; then the command is repeated.
    case repeatAfter(String)
}
