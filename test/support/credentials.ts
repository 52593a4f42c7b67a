import { ICredentialsHelper } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IHttpRequestOptions,
	INode,
	INodeParameters,
	IRequestOptionsSimplified,
	Workflow,
} from 'n8n-workflow';

/** Credentials from memory, resolved in the generic way of n8n's own helper. */
export class InMemoryCredentials extends ICredentialsHelper {
	constructor(
		private readonly types: ICredentialType[],
		private readonly data: Record<string, ICredentialDataDecryptedObject>,
	) {
		super();
	}

	private type(name: string): ICredentialType {
		const found = this.types.find((type) => type.name === name);
		if (!found) throw new Error(`Unknown credential type ${name}`);
		return found;
	}

	getParentTypes() {
		return [];
	}

	isCredentialUsableByNode() {
		return true;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow: Workflow,
		node: INode,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.type(typeName);
		const options = requestOptions as IHttpRequestOptions & Record<string, IDataObject>;
		if (typeof authenticate === 'function') return await authenticate(credentials, options);
		const keys = { $credentials: credentials } as never;
		const valueOf = (value: string) =>
			workflow.expression.getSimpleParameterValue(node, value, 'internal', keys, undefined, '');
		for (const [part, values] of Object.entries(authenticate?.properties ?? {}))
			for (const [key, value] of Object.entries(values as Record<string, string>))
				(options[part] ??= {})[key] = valueOf(value) as string;
		return options;
	}

	async preAuthentication() {
		return undefined;
	}

	async runPreAuthentication() {
		return undefined;
	}

	async getCredentials(): Promise<never> {
		throw new Error('not used by the engine');
	}

	/** With expressions evaluated for an item, as n8n does. */
	async getDecrypted(
		...[, , type, mode, executeData, , item]: Parameters<ICredentialsHelper['getDecrypted']>
	): Promise<ICredentialDataDecryptedObject> {
		const data = { ...this.data[type] };
		if (item === undefined) return data;
		return item.workflow.expression.getParameterValue(
			data as INodeParameters,
			item.runExecutionData,
			item.runIndex,
			item.itemIndex,
			item.node.name,
			item.connectionInputData,
			mode,
			{},
			executeData,
		) as ICredentialDataDecryptedObject;
	}

	async updateCredentials() {}

	async updateCredentialsOauthTokenData() {}

	getCredentialsProperties(type: string) {
		return this.type(type).properties;
	}
}
