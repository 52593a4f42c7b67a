import { providerForm } from '../shared/operation/form';
import { openAi } from './provider';

export const openAiForm = providerForm(openAi.operations);
