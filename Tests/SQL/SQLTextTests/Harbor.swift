import SQLText
import SQLWire

extension SchemaNames {
    /// A database with ships.
    static let harbor: SchemaNames = {
        var names = SchemaNames()
        names.searchPath = ["public"]
        names.schemas = ["public", "audit", "Odd Schema"]
        names.databases = ["harbor", "postgres"]
        names.relations = [
            "public": [
                .init(name: "calls", kind: .table), .init(name: "countries", kind: .table),
                .init(name: "Order Lines", kind: .table), .init(name: "ports", kind: .partitioned),
                .init(name: "user", kind: .table), .init(name: "v_arrivals", kind: .view),
                .init(name: "vessels", kind: .table), .init(name: "vessels_id_seq", kind: .sequence),
                .init(name: "evil\u{1B}[31m", kind: .table), .init(name: "x\u{202E}y", kind: .table),
            ],
            "audit": [.init(name: "log", kind: .table), .init(name: "vessel_log", kind: .table)],
        ]
        func columns(_ schema: String, _ table: String, _ list: String) {
            names.columns[RelationName(schema: schema, name: table)] = list.split(separator: ",").map { column in
                let parts = column.split(separator: " ")
                return SchemaColumn(name: String(parts[0]), type: parts.dropFirst().joined(separator: " "))
            }
        }
        columns("public", "vessels", "id int,vessel_name text,flag text,built int")
        columns("public", "calls", "id int,vessel_id int,port_id int,arrived timestamptz")
        columns("public", "ports", "id int,name text,country_id int")
        columns("public", "countries", "id int,name text,order text")
        columns("audit", "log", "id int,who text")
        names.functions = ["public": ["berth_free", "next_call"]]
        return names
    }()
}
