import Endpoints
import Profiles
import Secrets
import SigV4
import Timestamps
import TokenDelivery

let signedAt = Timestamp(secondsSince1970: 1_795_270_111)

/// A login to `orders` with defaults for everything else.
func login(
    _ engine: Engine = .postgresql, user: String = "jane_doe", database: String? = "orders", connectTo: String? = nil,
    caFile: String? = nil
) throws -> Login {
    Login(
        cluster: "orders", engine: engine, endpoint: try Endpoint("orders.cluster-x1.eu-west-1.rds.amazonaws.com"),
        port: engine.defaultPort, user: user, region: "eu-west-1", database: database,
        connectTo: connectTo.flatMap { DialAddress($0) }, caFile: caFile)
}

/// A token with the text `secret`.
func token(_ login: Login, _ secret: String = "host:5432/?Action=connect&X=%2F", credentialsEndIn: Int64? = nil)
    -> SignedToken
{
    SignedToken(
        login: login, secret: Secret(secret),
        expiry: EffectiveExpiry(
            issuedAt: signedAt, lifetime: 900, credentialsExpireAt: credentialsEndIn.map { signedAt + $0 }))
}
