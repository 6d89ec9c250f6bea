/// A service that credentials are asked of.
enum AWSService {
    /// Security Token Service.
    case securityToken
    /// The portal of IAM Identity Center.
    case portal
    /// The OIDC service of IAM Identity Center.
    case identity

    /// What endpoint names begin with.
    var prefix: String {
        switch self {
        case .securityToken: "sts"
        case .portal: "portal.sso"
        case .identity: "oidc"
        }
    }

    /// As in `AWS_ENDPOINT_URL_…`, and in lower case in the config file.
    var settingName: String {
        switch self {
        case .securityToken: "STS"
        case .portal: "SSO"
        case .identity: "SSO_OIDC"
        }
    }
}
