/// Names that an object's members can have: the second `a` becomes `a_2`, unless a column is called that.
enum UniqueNames {
    static func of(_ names: [[UInt8]]) -> [[UInt8]] {
        // Compared as they are printed: bytes that are not UTF-8 all look the same.
        let names = names.map { Array(String(decoding: $0, as: UTF8.self).utf8) }
        var taken = Set(names)
        var used: Set<[UInt8]> = []
        return names.map { name in
            if used.insert(name).inserted { return name }
            var number = 2
            while true {
                let candidate = name + Array("_\(number)".utf8)
                if taken.insert(candidate).inserted { return candidate }
                number += 1
            }
        }
    }
}
