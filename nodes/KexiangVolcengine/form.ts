import { providerForm } from '../shared/operation/form';
import { volcengine } from './provider';

export const volcengineForm = providerForm(volcengine.operations);
