/// The variables of a tunnel's programs.
enum TunnelEnvironment {
    /// They have no terminal, and ssh opens no window to ask either: a prompt ends the login with a reason.
    static func variables(_ environment: [String: String]) -> [String] {
        var environment = environment
        environment["SSH_ASKPASS"] = nil
        environment["SSH_ASKPASS_REQUIRE"] = "never"
        return environment.map { "\($0.key)=\($0.value)" }
    }
}
