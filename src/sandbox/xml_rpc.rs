//! XML-RPC: calls, answers and faults, as far as Keap's services need them.

use roxmltree::{Document, Node};
use std::fmt::Write;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Text(String),
    Integer(i64),
    Boolean(bool),
    Struct(Vec<(String, Value)>),
}

impl Value {
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            _ => None,
        }
    }

    /// A member of a struct.
    pub(crate) fn member(&self, name: &str) -> Option<&Value> {
        match self {
            Self::Struct(members) => {
                members.iter().find(|(member, _)| member == name).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    fn read(node: Node<'_, '_>) -> Option<Self> {
        let Some(typed) = node.children().find(Node::is_element) else {
            // A value without a type is a text.
            return Some(Self::Text(node.text().unwrap_or_default().to_owned()));
        };
        let text = typed.text().unwrap_or_default();
        match typed.tag_name().name() {
            "string" => Some(Self::Text(text.to_owned())),
            "int" | "i4" => text.trim().parse().ok().map(Self::Integer),
            "boolean" => Some(Self::Boolean(text.trim() == "1")),
            "struct" => {
                let members = typed.children().filter(|child| child.has_tag_name("member"));
                let read = |member: Node<'_, '_>| {
                    let name = child(member, "name")?.text()?.to_owned();
                    Some((name, Self::read(child(member, "value")?)?))
                };
                members.map(read).collect::<Option<_>>().map(Self::Struct)
            }
            _ => None,
        }
    }

    fn write(&self, out: &mut String) {
        out.push_str("<value>");
        match self {
            Self::Text(text) => {
                out.push_str("<string>");
                escape(text, out);
                out.push_str("</string>");
            }
            // Writing to a text can't fail.
            Self::Integer(number) => _ = write!(out, "<int>{number}</int>"),
            Self::Boolean(yes) => _ = write!(out, "<boolean>{}</boolean>", u8::from(*yes)),
            Self::Struct(members) => {
                out.push_str("<struct>");
                for (name, value) in members {
                    _ = write!(out, "<member><name>{name}</name>");
                    value.write(out);
                    out.push_str("</member>");
                }
                out.push_str("</struct>");
            }
        }
        out.push_str("</value>");
    }
}

/// Reads a call into its method and parameters.
pub(crate) fn read_call(text: &str) -> Option<(String, Vec<Value>)> {
    let document = Document::parse(text).ok()?;
    let call = document.root_element();
    let method = child(call, "methodName")?.text()?.trim().to_owned();
    Some((method, params(call)?))
}

/// Reads an answer; `None` for a fault and for what is no answer.
pub(crate) fn read_answer(text: &str) -> Option<Value> {
    params(Document::parse(text).ok()?.root_element())?.into_iter().next()
}

/// Writes a call.
pub(crate) fn call(method: &str, params: &[Value]) -> String {
    let mut out = format!("<methodCall><methodName>{method}</methodName><params>");
    for value in params {
        out.push_str("<param>");
        value.write(&mut out);
        out.push_str("</param>");
    }
    out + "</params></methodCall>"
}

/// Writes an answer.
pub(crate) fn answer(value: &Value) -> String {
    let mut out = format!("{HEAD}<params><param>");
    value.write(&mut out);
    out + "</param></params></methodResponse>"
}

/// Writes a fault.
pub(crate) fn fault(code: i64, text: &str) -> String {
    let members = [
        ("faultCode".to_owned(), Value::Integer(code)),
        ("faultString".to_owned(), Value::Text(text.to_owned())),
    ];
    let mut out = format!("{HEAD}<fault>");
    Value::Struct(members.into()).write(&mut out);
    out + "</fault></methodResponse>"
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><methodResponse>";

fn params(node: Node<'_, '_>) -> Option<Vec<Value>> {
    let Some(params) = child(node, "params") else { return Some(Vec::new()) };
    let params = params.children().filter(|node| node.has_tag_name("param"));
    params.map(|param| Value::read(child(param, "value")?)).collect()
}

fn child<'a, 'b>(node: Node<'a, 'b>, name: &str) -> Option<Node<'a, 'b>> {
    node.children().find(|child| child.has_tag_name(name))
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            _ => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let members = [
            ("a".to_owned(), Value::Integer(-1)),
            ("b".to_owned(), Value::Boolean(true)),
            ("c".to_owned(), Value::Text("x<&>\"é".to_owned())),
        ];
        let value = Value::Struct(members.into());
        assert_eq!(read_answer(&answer(&value)), Some(value.clone()));
        let written = call("S.m", &[Value::Integer(7), value.clone()]);
        let read = read_call(&written);
        assert_eq!(read, Some(("S.m".to_owned(), vec![Value::Integer(7), value])));
        assert_eq!(read_answer(&fault(2, "no")), None);
    }

    #[test]
    fn untyped_values_are_texts_and_the_rest_is_nothing() {
        let read = read_call(
            "<methodCall><methodName> m </methodName><params>\
             <param><value>a&amp;b</value></param><param><value><i4> 3 </i4></value></param>\
             </params></methodCall>",
        );
        let values = vec![Value::Text("a&b".to_owned()), Value::Integer(3)];
        assert_eq!(read, Some(("m".to_owned(), values)));
        for text in [
            "",
            "<methodCall/>",
            "{}",
            "<methodCall><methodName>m</methodName><params><param/></params></methodCall>",
            "<!DOCTYPE x [<!ENTITY e \"x\">]><methodCall><methodName>&e;</methodName></methodCall>",
        ] {
            assert_eq!(read_call(text), None, "{text}");
        }
    }
}
