/// An MFA device.
public struct MFADevice: Sendable, Equatable {
    /// The device's ARN, or the serial number of a hardware device.
    public let serial: String
    /// The role to assume.
    public let role: String
    /// The profile of that role.
    public let profile: String
    /// Whether AWS has just rejected a code of this device.
    public let isAgain: Bool
}
