import { providerForm } from '../shared/operation/form';
import { kling } from './provider';

export const klingForm = providerForm(kling.operations);
