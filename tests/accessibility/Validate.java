import java.io.File;
import java.io.InputStream;
import java.util.*;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.*;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.*;
import org.verapdf.pdfa.validation.profiles.*;
import org.w3c.dom.*;

/**
 * Validates PDF files against PDF/UA-1 with the veraPDF engine. One line a file: its name, a tab, then "compliant" or the failed
 * rules with their counts. The engine's jar lacks the reader of its own profile, so the profile is read here.
 */
public class Validate {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        ValidationProfile profile = profile("/org/verapdf/pdfa/validation/PDFUA-1.xml");
        boolean all = true;
        for (String file : files) {
            try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), PDFAFlavour.PDFUA_1)) {
                ValidationResult result = Foundries.defaultInstance().createValidator(profile, false).validate(parser);
                StringJoiner failed = new StringJoiner("; ");
                Map<String, String> seen = new TreeMap<>();
                for (TestAssertion assertion : result.getTestAssertions()) {
                    RuleId id = assertion.getRuleId();
                    seen.putIfAbsent(id.getClause() + "-" + id.getTestNumber(), assertion.getMessage() + " at " + assertion.getLocation().getContext());
                }
                seen.forEach((rule, message) -> failed.add(rule + ": " + message));
                all &= result.isCompliant();
                System.out.println(file + "\t" + (result.isCompliant() ? "compliant" : failed));
            }
        }
        System.exit(all ? 0 : 1);
    }

    private static ValidationProfile profile(String path) throws Exception {
        try (InputStream stream = Validate.class.getResourceAsStream(path)) {
            Element root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream).getDocumentElement();
            Set<Rule> rules = new HashSet<>();
            for (Element rule : children(child(root, "rules"), "rule")) {
                Element id = child(rule, "id");
                RuleId ruleId = Profiles.ruleIdFromValues(PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                    id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber")));
                List<ErrorArgument> none = Collections.emptyList();
                ErrorDetails error = Profiles.errorFromValues(text(child(rule, "error"), "message"), none);
                Boolean deferred = rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null;
                rules.add(Profiles.ruleFromValues(ruleId, rule.getAttribute("object"), deferred, rule.getAttribute("tags"),
                    text(rule, "description"), text(rule, "test"), error, Collections.emptyList()));
            }
            Set<Variable> variables = new HashSet<>();
            Element list = child(root, "variables");
            if (list != null) {
                for (Element variable : children(list, "variable")) {
                    variables.add(Profiles.variableFromValues(variable.getAttribute("name"), variable.getAttribute("object"),
                        text(variable, "defaultValue"), text(variable, "value")));
                }
            }
            ProfileDetails details = Profiles.profileDetailsFromValues("PDF/UA-1", "ISO 14289-1", "veraPDF Consortium", new Date(0));
            return Profiles.profileFromValues(PDFAFlavour.PDFUA_1, details, "", rules, variables);
        }
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element && node.getNodeName().equals(name)) {
                found.add((Element) node);
            }
        }
        return found;
    }

    private static Element child(Element parent, String name) {
        List<Element> found = children(parent, name);
        return found.isEmpty() ? null : found.get(0);
    }

    private static String text(Element parent, String name) {
        Element found = child(parent, name);
        return found == null ? "" : found.getTextContent();
    }
}
