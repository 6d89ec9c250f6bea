/// An AWS service that issues credentials.
enum AWSService {
    case securityToken
    case portal
    case identity

    /// The first label of its endpoint names.
    var prefix: String {
        switch self {
        case .securityToken: "sts"
        case .portal: "portal.sso"
        case .identity: "oidc"
        }
    }

    /// The name in `AWS_ENDPOINT_URL_…`, and in lower case in the config file.
    var settingName: String {
        switch self {
        case .securityToken: "STS"
        case .portal: "SSO"
        case .identity: "SSO_OIDC"
        }
    }
}
