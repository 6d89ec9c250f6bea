/// An AWS service that the program calls.
public enum AWSService: Sendable {
    case securityToken
    case portal
    case identity
    /// Amazon RDS, which includes Aurora clusters.
    case databases
    /// Amazon Aurora DSQL.
    case dsql
    /// CloudWatch Logs.
    case logs
    /// CloudWatch metrics.
    case metrics
    /// AWS Systems Manager.
    case systemsManager
    case secrets
    /// Amazon EC2.
    case computeCloud

    /// The first label of its endpoint names.
    var prefix: String {
        switch self {
        case .securityToken: "sts"
        case .portal: "portal.sso"
        case .identity: "oidc"
        case .databases: "rds"
        case .dsql: "dsql"
        case .logs: "logs"
        case .metrics: "monitoring"
        case .systemsManager: "ssm"
        case .secrets: "secretsmanager"
        case .computeCloud: "ec2"
        }
    }

    /// The name in `AWS_ENDPOINT_URL_…`, and in lower case in the config file.
    var settingName: String {
        switch self {
        case .securityToken: "STS"
        case .portal: "SSO"
        case .identity: "SSO_OIDC"
        case .databases: "RDS"
        case .dsql: "DSQL"
        case .logs: "CLOUDWATCH_LOGS"
        case .metrics: "CLOUDWATCH"
        case .systemsManager: "SSM"
        case .secrets: "SECRETS_MANAGER"
        case .computeCloud: "EC2"
        }
    }

    /// The service name in the scope of a signature.
    var signingName: String {
        switch self {
        case .securityToken: "sts"
        case .portal, .identity: "awsssoportal"
        case .databases: "rds"
        case .dsql: "dsql"
        case .logs: "logs"
        case .metrics: "monitoring"
        case .systemsManager: "ssm"
        case .secrets: "secretsmanager"
        case .computeCloud: "ec2"
        }
    }

    /// Whether the plain endpoints use the domain that other services use for dual stack. Source: botocore's rules for
    /// DSQL.
    var hasNewDomain: Bool { self == .dsql }
}
