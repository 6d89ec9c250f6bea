public import Timestamps

/// One search for credentials: its profile, files and settings.
public struct CredentialLookup: Sendable {
    /// The origin of the AWS profile's name. It decides whether keys in the environment count.
    public enum ProfileChoice: Sendable, Hashable {
        /// A flag: environment keys are ignored.
        case flag(String)
        /// The profile file: environment keys are ignored, unless the AWS files have no profiles at all.
        case profileFile(String)
        /// `AWS_DEFAULT_PROFILE`, `AWS_PROFILE`, or the profile `default`: environment keys come first.
        case environment

        private var key: (kind: Int, name: ExactName) {
            switch self {
            case .flag(let name): (0, ExactName(name))
            case .profileFile(let name): (1, ExactName(name))
            case .environment: (2, ExactName(""))
            }
        }

        /// Whether both have the same origin and the same name, byte by byte.
        public static func == (left: ProfileChoice, right: ProfileChoice) -> Bool { left.key == right.key }

        public func hash(into hasher: inout Hasher) {
            hasher.combine(key.kind)
            hasher.combine(key.name)
        }
    }

    private enum EnvironmentUse {
        case byChoice, always, never
    }

    /// The origin of the profile's name.
    public let choice: ProfileChoice
    /// Variables and home directory.
    public let environment: AWSEnvironment
    /// The AWS files as read for this lookup.
    public let files: AWSFiles
    /// The time at which the credentials must be valid.
    public let now: Timestamp
    /// The profile to read.
    public private(set) var profile: String
    /// Whether the user named `profile`.
    let isProfileNamed: Bool
    /// The profile whose region and endpoints count, also for a role's source.
    let settingsProfile: String
    /// The region for calls to AWS when none is configured.
    let fallbackRegion: String?
    let services: CredentialServices
    let trail = TrailLog()
    /// The number of sources between the chain and this lookup.
    private(set) var depth = 0
    private var environmentUse = EnvironmentUse.byChoice

    /// Creates a lookup at `now`.
    ///
    /// - Parameter region: The region for calls to AWS when neither environment nor profile has one.
    public init(
        choice: ProfileChoice, environment: AWSEnvironment, files: AWSFiles, now: Timestamp, region: String? = nil,
        services: CredentialServices = CredentialServices()
    ) {
        self.choice = choice
        self.environment = environment
        self.files = files
        self.now = now
        self.services = services
        fallbackRegion = region
        let named: String? =
            switch choice {
            case .flag(let name), .profileFile(let name): name
            case .environment: environment["AWS_DEFAULT_PROFILE"] ?? environment["AWS_PROFILE"]
            }
        profile = named ?? "default"
        settingsProfile = profile
        isProfileNamed = named != nil
    }

    /// The lookup for the profile that provides the source credentials.
    func source(_ profile: String) -> CredentialLookup {
        var copy = self
        copy.profile = profile
        copy.depth += 1
        copy.environmentUse = .never
        return copy
    }

    /// The lookup for a credential source that the profile names.
    func namedSource() -> CredentialLookup {
        var copy = self
        copy.depth += 1
        copy.environmentUse = .always
        return copy
    }

    /// Whether environment keys replace a profile that a team's profile file names, on a machine without any AWS
    /// profile. If there are profiles, an unknown name is a mistake.
    var standsInForMissingProfile: Bool {
        guard case .profileFile(let name) = choice else { return false }
        return files.isEmpty && !name.isEmpty && environment["AWS_ACCESS_KEY_ID"] != nil
    }

    /// Whether keys in the environment count.
    var usesEnvironmentKeys: Bool {
        switch environmentUse {
        case .byChoice: choice == .environment || standsInForMissingProfile
        case .always: true
        case .never: false
        }
    }
}
