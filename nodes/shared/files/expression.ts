import { ParameterProblem } from '../answers/parameterProblem';
import { stillHoldsExpression } from '../words/values';

/**
 * Refuses text that n8n was meant to replace: a Fixed parameter keeps {{ ... }} as it stands.
 * @throws ParameterProblem
 */
export function refuseExpression(text: string, label: string): void {
	const start = text.search(/\{\{\s*\$\w/);
	if (start < 0 || !text.includes('}}', start)) return;
	const { reason, advice } = stillHoldsExpression();
	throw new ParameterProblem(label, reason, advice);
}
