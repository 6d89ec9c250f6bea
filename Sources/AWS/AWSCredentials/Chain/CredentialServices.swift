public import HTTP
public import Threads
public import Timestamps

/// The outside services of a search: network, user and clock.
public struct CredentialServices: Sendable {
    /// The HTTP transport; nil means libcurl with the settings of environment and profile.
    let transport: (any HTTPTransport)?
    /// Asks the user for codes.
    let interaction: any CredentialInteraction
    /// Returns the current time.
    let clock: @Sendable () -> Timestamp
    /// Cancels the search when raised.
    let cancel: WakeSignal?
    /// The time limit of a credential process, in milliseconds.
    let processPatience: Int

    /// Creates services; by default every prompt fails.
    public init(
        transport: (any HTTPTransport)? = nil, interaction: any CredentialInteraction = NoInteraction(),
        clock: @escaping @Sendable () -> Timestamp = Timestamp.byTheSystem,
        cancel: WakeSignal? = nil, processPatience: Int = 60_000
    ) {
        self.transport = transport
        self.interaction = interaction
        self.clock = clock
        self.cancel = cancel
        self.processPatience = processPatience
    }

    /// The same services without prompts; the user still sees the output of credential processes.
    var unattended: CredentialServices { with(AbsentUser(for: interaction)) }

    /// The same services with other prompts.
    func with(_ other: any CredentialInteraction) -> CredentialServices {
        CredentialServices(
            transport: transport, interaction: other, clock: clock, cancel: cancel, processPatience: processPatience)
    }
}
