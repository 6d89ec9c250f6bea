public import Failures
public import Secrets

/// The outside services of passwords. Every closure may block.
public struct PasswordServices: Sendable {
    /// Reads the text of a secret of AWS Secrets Manager.
    public var secretText: @Sendable (_ name: String, PasswordRequest) throws(Failure) -> Secret
    /// Asks the user to type the password.
    public var ask: @Sendable (PasswordRequest) throws(Failure) -> Secret
    /// Receives a line of a program's standard error, without the password.
    public var tell: @Sendable (_ line: String, PasswordRequest) -> Void
    /// The environment of programs.
    public var variables: @Sendable () -> [String: String]
    /// Receives every fetched password's login.
    public var fetched: @Sendable (PasswordRequest) -> Void = { _ in }
    /// The time limit of a program, in milliseconds.
    public var processMilliseconds: Int64 = 30_000

    public init(
        secretText: @escaping @Sendable (_ name: String, PasswordRequest) throws(Failure) -> Secret,
        ask: @escaping @Sendable (PasswordRequest) throws(Failure) -> Secret,
        tell: @escaping @Sendable (_ line: String, PasswordRequest) -> Void,
        variables: @escaping @Sendable () -> [String: String]
    ) {
        self.secretText = secretText
        self.ask = ask
        self.tell = tell
        self.variables = variables
    }
}
