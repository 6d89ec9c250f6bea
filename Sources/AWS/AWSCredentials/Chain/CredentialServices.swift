public import HTTP
public import Threads
public import Timestamps

/// What a search for credentials may reach: the network, the user, the time.
public struct CredentialServices: Sendable {
    /// How requests are sent; nil: over libcurl, as environment and profile say.
    let transport: (any HTTPTransport)?
    /// Who is asked for codes.
    let interaction: any CredentialInteraction
    /// The time now.
    let clock: @Sendable () -> Timestamp
    /// Ends the search when it is raised.
    let cancel: WakeSignal?
    /// How long a credential process may take, in milliseconds.
    let processPatience: Int

    /// Makes services of their parts; by default nobody is there to be asked.
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

    /// The same without anybody to be asked.
    var unattended: CredentialServices { with(NoInteraction()) }

    /// The same with somebody else to be asked.
    func with(_ other: any CredentialInteraction) -> CredentialServices {
        CredentialServices(
            transport: transport, interaction: other, clock: clock, cancel: cancel, processPatience: processPatience)
    }
}
