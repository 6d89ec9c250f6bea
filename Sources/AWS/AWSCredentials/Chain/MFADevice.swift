/// A device that shows codes.
public struct MFADevice: Sendable, Equatable {
    /// Its ARN, or a hardware device's number.
    public let serial: String
    /// The role that is to be assumed.
    public let role: String
    /// The profile that asks for it.
    public let profile: String
    /// Whether a code of its was refused a moment ago.
    public let isAgain: Bool
}
