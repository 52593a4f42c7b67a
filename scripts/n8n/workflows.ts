// Changes to workflow documents before they go to a server.
import type { Credential, WorkflowDocument, WorkflowNode } from './model';

/** The same workflow with a credential chosen in every node of the package. */
export function withCredential(
	document: WorkflowDocument,
	packageName: string,
	{ id, name, type }: Credential,
): WorkflowDocument {
	const nodes = document.nodes.map((node) =>
		node.type.startsWith(`${packageName}.`)
			? { ...node, credentials: { ...node.credentials, [type]: { id, name } } }
			: node,
	);
	return { ...document, nodes };
}

/** The node of a type; every script that asks for one needs it. */
export function nodeOfType(document: WorkflowDocument, type: string): WorkflowNode {
	const node = document.nodes.find((candidate) => candidate.type === type);
	if (!node) throw new Error(`The workflow "${document.name}" has no node of type ${type}`);
	return node;
}
