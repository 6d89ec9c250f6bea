public import Timestamps

/// One search for credentials: where to look and for which profile.
public struct CredentialLookup: Sendable {
    /// Who named the AWS profile, which decides whether keys in the environment count.
    public enum ProfileChoice: Sendable, Hashable {
        /// A flag: environment keys are switched off.
        case flag(String)
        /// The profile file: likewise, unless the AWS files have no profiles at all and the environment has keys.
        case profileFile(String)
        /// `AWS_DEFAULT_PROFILE`, `AWS_PROFILE`, or the one named default: environment keys come first.
        case environment

        private var key: (kind: Int, name: ExactName) {
            switch self {
            case .flag(let name): (0, ExactName(name))
            case .profileFile(let name): (1, ExactName(name))
            case .environment: (2, ExactName(""))
            }
        }

        /// Whether both name the same profile, byte by byte, and in the same way.
        public static func == (left: ProfileChoice, right: ProfileChoice) -> Bool { left.key == right.key }

        /// Consistent with equality.
        public func hash(into hasher: inout Hasher) {
            hasher.combine(key.kind)
            hasher.combine(key.name)
        }
    }

    private enum EnvironmentUse {
        case byChoice, always, never
    }

    /// Who named the profile.
    public let choice: ProfileChoice
    /// Variables and home directory.
    public let environment: AWSEnvironment
    /// The AWS files as they were read for this lookup.
    public let files: AWSFiles
    /// The moment for which credentials are wanted.
    public let now: Timestamp
    /// The profile to read, whoever named it.
    public private(set) var profile: String
    /// Whether `profile` was named by anyone.
    let isProfileNamed: Bool
    /// The profile whose region and endpoints count, also for a role's source.
    let settingsProfile: String
    /// The region for calls to AWS where nothing else says one.
    let fallbackRegion: String?
    let services: CredentialServices
    let trail = TrailLog()
    /// How many places lie between the chain and this lookup.
    private(set) var depth = 0
    private var environmentUse = EnvironmentUse.byChoice

    /// Makes a lookup at `now`.
    ///
    /// - Parameter region: Used for calls to AWS where neither environment nor profile say one.
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

    /// The lookup for a profile that this one's takes its credentials from.
    func source(_ profile: String) -> CredentialLookup {
        var copy = self
        copy.profile = profile
        copy.depth += 1
        copy.environmentUse = .never
        return copy
    }

    /// The lookup for a place that the profile names itself.
    func namedSource() -> CredentialLookup {
        var copy = self
        copy.depth += 1
        copy.environmentUse = .always
        return copy
    }

    /// Whether the keys in the environment stand in for a profile that a team's file names, on a machine without any.
    /// Where there are profiles, another name is a mistake.
    var standsInForMissingProfile: Bool {
        guard case .profileFile(let name) = choice else { return false }
        return files.isEmpty && !name.isEmpty && environment["AWS_ACCESS_KEY_ID"] != nil
    }

    /// Whether keys in the environment are looked at.
    var usesEnvironmentKeys: Bool {
        switch environmentUse {
        case .byChoice: choice == .environment || standsInForMissingProfile
        case .always: true
        case .never: false
        }
    }
}
